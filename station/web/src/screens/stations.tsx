import { useState } from "preact/hooks";
import { get, post, type Reply } from "../api/client";
import { Button, Dialog, Empty, Failure, Heading, Holds } from "../components/parts";
import { ReasonDialog } from "../components/reason_dialog";
import { WayText } from "../components/way";
import { number, time } from "../format";
import { useDoing, useLoad } from "../load";
import { role } from "../session";
import { recordChanges, status } from "../status";
import { t } from "../words";

type Station = Reply<"/api/stations", "get">["stations"][number];

/** The stations that scan for this count, how far each was taken over, and what is still waited for. */
export function StationsScreen() {
  const found = useLoad((signal) => get("/api/stations", { signal }), [recordChanges.value]);
  const [asked, setAsked] = useState<Station | undefined>(undefined);
  const list = found.value?.stations ?? [];
  return (
    <>
      <Heading title={t("Các trạm quét", "Scanning stations")} />
      <div class="stack-l">
        <Failure error={found.error} onRetry={() => void found.reload()} />
        {status.value?.station ? <Here /> : found.value && <Way />}
        {found.value && !status.value?.station && (list.length === 0 ? <NoStations /> : <Table list={list} own={found.value.own_sides} onRelease={setAsked} />)}
      </div>
      {asked && <Release station={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

/** At a station that only scans: what it is, and what is still here. */
function Here() {
  const here = status.value?.station;
  if (!here) return null;
  return (
    <section class="stack measure">
      <h2>
        {t("Trạm", "Station")} {number(here.station)}
      </h2>
      <p>
        {t(
          "Máy này quét cho một cuộc kiểm phiếu do máy khác chủ trì. Mỗi tờ quét xong được lưu chắc trên máy này rồi mới tính là đã nhận, dù mạng có hay mất.",
          "This machine scans for a count that another one leads. Each sheet is stored on this machine before it counts as taken in, with a network or without.",
        )}
      </p>
      <Way />
      {role() !== "observer" && <EndHere />}
    </section>
  );
}

/** The end of a station that only scans: afterwards nothing more comes from it, and the count may be confirmed. */
export function EndHere() {
  const [asking, setAsking] = useState(false);
  const doing = useDoing(async () => {
    await post("/api/stations/end");
    setAsking(false);
  });
  if (status.value?.station?.ended) return <p>{t("Trạm này đã kết thúc: không quét thêm ở đây.", "This station has ended: nothing more is scanned here.")}</p>;
  return (
    <>
      <p>
        <Button look="plain" onClick={() => setAsking(true)}>
          {t("Quét xong, kết thúc trạm này …", "All is scanned, end this station …")}
        </Button>
      </p>
      {asking && (
        <Dialog title={t("Kết thúc trạm này?", "End this station?")} onClose={() => setAsking(false)}>
          <p>
            {t(
              "Sau đó không quét thêm được ở đây. Những tờ đã quét vẫn được chuyển về trạm chủ trì.",
              "Nothing more can be scanned here afterwards. What was scanned is still handed over to the station that leads.",
            )}
          </p>
          <Failure error={doing.error} />
          <div class="row">
            <Button look="seal" busy={doing.busy} onClick={() => void doing.run()}>
              {t("Kết thúc", "End it")}
            </Button>
            <Button onClick={() => setAsking(false)}>{t("Thôi", "Cancel")}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Way() {
  const link = status.value?.link;
  if (link) return <WayText link={link} />;
  return (
    <p class="quiet measure">
      {t(
        "Trang này chưa được cho biết máy chủ gặp nhau của các trạm; kỹ thuật viên mở lại bằng lệnh serve với --stations. Dòng lệnh station hand-over và station adopt làm cùng việc ấy.",
        "These pages were told no server where stations meet; the technician starts serve again with --stations. The commands station hand-over and station adopt do the same work.",
      )}
    </p>
  );
}

function NoStations() {
  return (
    <Empty
      title={t("Chỉ máy này quét", "This machine alone scans")}
      text={t(
        "Thêm một trạm: kỹ thuật viên chạy lệnh station add, rồi mang thư mục của trạm sang máy kia trên một thẻ nhớ. Trong thư mục có khóa nên không gửi qua mạng.",
        "To let a station in, the technician runs station add and carries the station's folder to the other machine on a medium. It holds keys, so it isn't sent over a network.",
      )}
    />
  );
}

function Table({ list, own, onRelease }: { list: readonly Station[]; own: number; onRelease: (station: Station) => void }) {
  const open = list.filter((one) => !one.ended).length;
  return (
    <section class="stack" aria-labelledby="stations">
      <h2 id="stations">{t("Đã nhận đến đâu", "How far each was taken over")}</h2>
      <div class="table-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("Trạm", "Station")}</th>
              <th scope="col" class="number">
                {t("Mặt phiếu đã nhận", "Sides taken over")}
              </th>
              <th scope="col" class="number">
                {t("Sự kiện", "Events")}
              </th>
              <th scope="col">{t("Nhận lần cuối", "Last taken over")}</th>
              <th scope="col">{t("Đã kết thúc", "Ended")}</th>
              <th scope="col">
                <span class="unseen">{t("Thôi chờ", "Release")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{t("Máy này (chủ trì)", "This one (leads)")}</td>
              <td class="number">{number(own)}</td>
              <td colSpan={4} />
            </tr>
            {list.map((one) => (
              <tr key={one.station}>
                <td>
                  {number(one.station)} · {one.name}
                </td>
                <td class="number">{number(one.sides)}</td>
                <td class="number">{number(one.events)}</td>
                <td>{one.taken_over_at ? time(one.taken_over_at) : one.events === 0 ? t("chưa", "not yet") : ""}</td>
                <td>
                  <Holds holds={one.ended} yes={t("Rồi", "Yes")} no={t("Chưa", "Not yet")} />
                </td>
                <td>
                  {!one.ended && role() === "head" && (
                    <Button look="plain" onClick={() => onRelease(one)}>
                      {t("Thôi chờ trạm này …", "Wait for it no more …")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open > 0 && (
        <p class="measure">
          {t(
            "Còn trạm chưa kết thúc thì chưa xác nhận được kết quả. Trạm hỏng: kỹ thuật viên vẫn nhận được phiếu từ đĩa của nó, bằng lệnh",
            "The count can't be confirmed while a station has not ended. Of one that died, the technician takes over what its disk holds by the command",
          )}{" "}
          <code>station adopt --from</code>.
        </p>
      )}
    </section>
  );
}

function Release({ station, onClose }: { station: Station; onClose: () => void }) {
  const which = `${number(station.station)} (${station.name})`;
  return (
    <ReasonDialog
      title={t(`Thôi chờ trạm ${which}?`, `Wait for station ${which} no more?`)}
      text={t(
        "Phiếu đã nhận của trạm vẫn được đếm. Phiếu còn nằm ở trạm thì chưa: hãy quét lại các xấp ấy, hoặc nhận từ đĩa của trạm. Việc này được ghi vào nhật ký.",
        "Sheets taken over from it count. Those still lying there do not: scan those stacks again, or take them over from its disk. This goes into the log.",
      )}
      word={t("Thôi chờ", "Wait no more")}
      act={(why) => post("/api/stations/{number}/release", { path: { number: station.station }, body: { why } })}
      onClose={onClose}
    />
  );
}
