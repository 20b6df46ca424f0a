import type { components } from "../api/schema";
import { number, time } from "../format";
import { t } from "../words";

type Link = components["schemas"]["StationLink"];

/** Whether this station and the others are in touch, in a sentence. */
export function WayText({ link }: { link: Link }) {
  const waiting = link.waiting;
  if (link.state === "refused") {
    return (
      <div class="stack needs" role="alert">
        <p>
          <strong>{t(`Máy chủ giữ điều không đúng, từ ${time(link.since)}. Ngừng nhận; hãy xem ngay.`, `The server holds what it should not, since ${time(link.since)}. Nothing is taken over; look at it now.`)}</strong>
        </p>
        <p>
          <code>{link.detail}</code>
        </p>
      </div>
    );
  }
  if (link.state === "hindered") {
    return (
      <div class="stack needs" role="alert">
        <p>
          <strong>{t(`Chưa chuyển, nhận được, từ ${time(link.since)}; hãy sửa điều sau, máy tự thử lại.`, `Nothing is handed or taken over since ${time(link.since)}; put this right, it is tried again.`)}</strong>
        </p>
        <p>
          <code>{link.detail}</code>
        </p>
      </div>
    );
  }
  if (link.state === "cut_off") return <p class="needs">{cutOff(link)}</p>;
  if (link.state === "not_tried") return <p class="quiet">{t("Đang liên lạc với máy chủ …", "Reaching the server …")}</p>;
  return (
    <p>
      {t(`Liên lạc tốt từ ${time(link.since)}.`, `In reach since ${time(link.since)}.`)}{" "}
      {waiting === undefined
        ? t("Phiếu các trạm chuyển lên được nhận ngay.", "What stations hand over is taken over at once.")
        : waiting === 0
          ? t("Mọi mặt phiếu quét ở đây đã chuyển đi.", "Every side scanned here is handed over.")
          : t(`Còn ${number(waiting)} mặt phiếu đang chuyển.`, `${number(waiting)} sides are on their way.`)}
    </p>
  );
}

export function cutOff(link: Link): string {
  const since = t(`Mất liên lạc với máy chủ từ ${time(link.since)}.`, `The server is out of reach since ${time(link.since)}.`);
  if (link.waiting === undefined) {
    return `${since} ${t("Phiếu ở các trạm vẫn an toàn; máy tự nhận khi nối lại.", "Sheets are safe at the stations; they are taken over once it is back.")}`;
  }
  return `${since} ${t(
    `${number(link.waiting)} mặt phiếu chờ ở đây, an toàn; vẫn quét tiếp được, máy tự chuyển khi nối lại.`,
    `${number(link.waiting)} sides wait here, safe; scanning goes on, and they are handed over once it is back.`,
  )}`;
}
