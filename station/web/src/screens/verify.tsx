import { get, post, type Reply } from "../api/client";
import { Button, Empty, Failure, Holds, Notice, Progress } from "../components/parts";
import { number, timeAndDay } from "../format";
import { useDoing, useLoad } from "../load";
import { jobChanges } from "../status";
import { t } from "../words";
import { CopyButton } from "./log";

type Report = NonNullable<Reply<"/api/verification", "get">["report"]>;

/** Every byte of the record checked and every image read again, by anyone who wants to see it. */
export function Verify() {
  const check = useLoad((signal) => get("/api/verification", { signal }), [jobChanges.value]);
  const doing = useDoing(async () => {
    await post("/api/verification");
    await check.reload();
  });
  const now = check.value;
  return (
    <section class="stack" aria-labelledby="verify">
      <h2 id="verify">{t("Kiểm tra và đếm lại", "Check and count again")}</h2>
      <p>
        {t(
          "Kiểm từng byte của nhật ký, chữ ký, ảnh, rồi đọc lại mọi ảnh và so với số đã ghi. Không thay đổi gì; ai cũng chạy được, lúc nào cũng được.",
          "Checks every byte of the record, the signatures and the images, then reads every image again and compares. It changes nothing; anyone may run it at any time.",
        )}
      </p>
      <div class="row">
        <Button busy={doing.busy} disabled={now?.running === true} onClick={() => void doing.run()}>
          {t("Bắt đầu kiểm tra", "Start the check")}
        </Button>
      </div>
      <Failure error={doing.error ?? check.error} onRetry={() => void check.reload()} />
      {now?.running && <Progress label={t("Đang đọc lại ảnh", "Reading images again")} done={now.done ?? 0} total={now.total} />}
      {now?.error && (
        <Notice
          needsPeople
          title={t(`Không kiểm tra được: ${now.error_vi ?? now.error}`, `The check could not be made: ${now.error}`)}
          safe={t("Hồ sơ không bị thay đổi.", "The case was not changed.")}
          todo={t("Xử lý nguyên nhân trên rồi chạy lại.", "Mend the cause and run it again.")}
        />
      )}
      {now?.report && !now.running && <Found report={now.report} />}
      {now && !now.running && !now.report && !now.error && (
        <Empty title={t("Chưa kiểm tra lần nào từ khi mở máy", "No check since the station was started")} text={t("Kết quả kiểm tra sẽ hiện ở đây.", "What the check finds will stand here.")} />
      )}
    </section>
  );
}

function Found({ report }: { report: Report }) {
  return (
    <div class="stack panel">
      <p class="found">
        <Holds
          holds={report.holds}
          yes={t("Hồ sơ nguyên vẹn; đọc lại ra đúng như đã ghi.", "The case is whole; everything reads again as recorded.")}
          no={t("Hồ sơ KHÔNG khớp: xem các chỗ sai dưới đây.", "The case does NOT hold: see the faults below.")}
        />
      </p>
      {report.faults.length > 0 && (
        <>
          <ul class="differences" tabIndex={0} aria-label={t("Các chỗ sai", "Faults")}>
            {report.faults.map((one, index) => (
              <li key={index}>{t(report.faults_vi[index] ?? one, one)}</li>
            ))}
          </ul>
          <p>
            {t(
              "Giữ nguyên máy và hồ sơ, không quét thêm; sao thư mục hồ sơ ra nơi khác rồi báo Trưởng Ban và cấp quản lý.",
              "Leave machine and case as they are and scan no more; copy the case's folder elsewhere and tell the head and the managing level.",
            )}
          </p>
        </>
      )}
      {report.notes.length > 0 && (
        <ul class="dashes quiet">
          {report.notes.map((one, index) => (
            <li key={index}>{t(report.notes_vi[index] ?? one, one)}</li>
          ))}
        </ul>
      )}
      <dl class="event-facts">
        <dt>{t("Sự kiện", "Events")}</dt>
        <dd>{number(report.events)}</dd>
        <dt>{t("Ảnh", "Images")}</dt>
        <dd>{number(report.images)}</dd>
        <dt>{t("Mặt đọc lại", "Sides read again")}</dt>
        <dd>{number(report.sides_read_again)}</dd>
        <dt>{t("Lúc", "Time")}</dt>
        <dd>{timeAndDay(report.time)}</dd>
        <dt>{t("Vân tay nhật ký", "The record's fingerprint")}</dt>
        <dd class="hash-whole">
          {report.fingerprint} <CopyButton text={report.fingerprint} name={t("Chép vân tay nhật ký", "Copy the record's fingerprint")} />
        </dd>
      </dl>
    </div>
  );
}
