import { useState } from "preact/hooks";
import { get, type Reply } from "../api/client";
import { Button, Dialog, Failure } from "../components/parts";
import { sheetPicture } from "../components/pictures";
import { stackName } from "../components/stack_names";
import { inFours, number } from "../format";
import { useLoad } from "../load";
import { recordChanges, scan } from "../status";
import { t } from "../words";

type Paper = Reply<"/api/repeats", "get">["papers"][number];
type Place = Paper["again"];

/** Papers that were fed in two stacks, each shown with both its scans: it counts once, and one may see that it does. */
export function Repeats({ stacks }: { stacks: readonly { batch: number }[] }) {
  const found = useLoad((signal) => get("/api/repeats", { signal }), [recordChanges.value, scan.value?.running]);
  const [shown, setShown] = useState<Paper | undefined>(undefined);
  const list = found.value?.papers ?? [];
  const total = found.value?.total ?? 0;
  if (total === 0) return <Failure error={found.error} onRetry={() => void found.reload()} />;
  return (
    <section class="stack" aria-labelledby="repeats">
      <h2 id="repeats">
        {t("Phiếu quét hai lần", "Papers fed twice")}: {number(total)}
      </h2>
      <p class="measure">
        {t(
          "Cùng một mã phiếu có ở hai xấp và đọc giống nhau: máy coi là một tờ, tính một lần. Nếu thật có hai tờ giấy mang mã ấy thì một tờ là bản sao; khi đó số phiếu máy giữ sẽ thiếu so với số thu về.",
          "One ballot code in two stacks, read alike: taken for the same paper and counted once. If there really are two papers with this code, one is a copy, and fewer ballots are held than were collected.",
        )}
      </p>
      <div class="table-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("Mã in trên phiếu, trang", "Code on the ballot, page")}</th>
              <th scope="col">{t("Tính ở", "Counted in")}</th>
              <th scope="col">{t("Quét lần nữa ở", "Fed again in")}</th>
              <th scope="col">
                <span class="unseen">{t("Xem ảnh", "Look")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((one) => (
              <tr key={one.again.image + one.again.page_in_file}>
                <td>
                  <code>{codeOf(one)}</code>, {number(one.page)}
                </td>
                <td>{one.counted ? placeName(one.counted, stacks) : t("Nhập tay", "Keyed in by hand")}</td>
                <td>{placeName(one.again, stacks)}</td>
                <td>
                  <Button look="plain" onClick={() => setShown(one)}>
                    {t("Xem hai ảnh", "Both pictures")}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > list.length && (
        <p class="quiet">
          {t(`Chỉ hiện ${number(list.length)} tờ đầu.`, `Only the first ${number(list.length)} are shown.`)}
        </p>
      )}
      {shown && <Both paper={shown} stacks={stacks} onClose={() => setShown(undefined)} />}
    </section>
  );
}

/** A paper by what is printed under its code, as one finds it in the stack. */
function codeOf(paper: Paper): string {
  return paper.code ? inFours(paper.code) : paper.serial;
}

function placeName(place: Place, stacks: readonly { batch: number }[]): string {
  const stack = stackName(place, stacks);
  return place.station ? `${t("Trạm", "Station")} ${number(place.station.station)} (${place.station.name}) · ${stack}` : stack;
}

function Both({ paper, stacks, onClose }: { paper: Paper; stacks: readonly { batch: number }[]; onClose: () => void }) {
  const [drawing, setDrawing] = useState(false);
  const places: [string, Place | undefined][] = [
    [t("Tính ở", "Counted in"), paper.counted],
    [t("Quét lần nữa ở", "Fed again in"), paper.again],
  ];
  return (
    <Dialog wide title={`${t("Phiếu", "Ballot")} ${codeOf(paper)}, ${t("trang", "page")} ${number(paper.page)}`} onClose={onClose}>
      <div class="row apart">
        <span class="quiet">{t("Chữ ký được che.", "Signatures are covered.")}</span>
        <div class="row">
          <Button look="plain" aria-pressed={drawing} onClick={() => setDrawing(!drawing)}>
            {t("Nét đọc của máy", "The machine's reading")}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t("Đóng", "Close")}
          </Button>
        </div>
      </div>
      <div class="two-scans">
        {places.map(([word, place]) => (
          <figure key={word} class="stack">
            <figcaption>
              <strong>{word}: </strong>
              {place ? `${placeName(place, stacks)} · ${place.file}` : t("Nhập tay, không có ảnh", "keyed in by hand, no picture")}
            </figcaption>
            {place && <img class="paper-picture" src={sheetPicture(place.image, place.page_in_file, 1000, drawing)} alt={`${word}: ${place.file}`} />}
          </figure>
        ))}
      </div>
    </Dialog>
  );
}
