import { useState } from "preact/hooks";
import { get, post, type Reply } from "../api/client";
import { Button, Empty, Failure, Heading, Holds, Notice, Progress } from "../components/parts";
import { sourceName } from "../components/names";
import { FilePreview, fileAddress } from "../components/pictures";
import { CheckSign, NeedsSign } from "../components/signs";
import { StackSource, type StackOrder } from "../components/stack_source";
import { number, timeAndDay } from "../format";
import { useDoing, useLoad } from "../load";
import { mayRunMachine, role } from "../session";
import { jobChanges, recordChanges } from "../status";
import { said, t } from "../words";
import { CalibrationPlots } from "./calibration_plots";

type Calibration = Reply<"/api/calibration", "get">;
type Found = NonNullable<Calibration["found"]>;
type Advice = Found["advice"][number];

/** What is known of the scanner before the box is opened, and whether it stays so while counting. */
export function CalibrationScreen() {
  const loaded = useLoad((signal) => get("/api/calibration", { signal }), [recordChanges.value, jobChanges.value]);
  const [shown, setShown] = useState<string | undefined>(undefined);
  const now = loaded.value;
  return (
    <>
      <Heading title={t("Hiệu chuẩn máy quét", "Scanner calibration")}>{now && <Fit found={now.found} />}</Heading>
      <Failure error={loaded.error} onRetry={() => void loaded.reload()} />
      {now && (
        <div class="stack-l">
          <div class="beside">
            <div class="stack-l">
              {now.found ? <Words now={now} found={now.found} onShow={setShown} /> : <None />}
              <Take now={now} onBegun={() => void loaded.reload()} onMade={setShown} />
            </div>
            <aside class="stack" aria-label={t("Xem trước", "Preview")}>
              {shown ? (
                <>
                  <div class="row apart">
                    <h2>{shown.split("/").pop()}</h2>
                    <a class="button first" href={fileAddress(shown)} target="_blank" rel="noopener">
                      {t("Mở để in", "Open to print")}
                    </a>
                  </div>
                  <FilePreview key={shown} file={shown} />
                </>
              ) : (
                <How />
              )}
            </aside>
          </div>
          {now.found && (
            <section class="stack" aria-labelledby="plots">
              <h2 id="plots">{t("Số đo", "Measurements")}</h2>
              <CalibrationPlots measured={now.found} />
            </section>
          )}
          <Drift now={now} />
        </div>
      )}
    </>
  );
}

function Fit({ found }: { found: Found | undefined }) {
  if (!found) return <p class="quiet">{t("Chưa hiệu chuẩn: máy đọc theo mức chung, nhiều dòng hơn phải hỏi Ban.", "Not calibrated: common thresholds are used, and more rows are left to people.")}</p>;
  const verdict = said(found.verdict);
  return <Holds holds={found.fitness === "fit"} yes={verdict} no={verdict} />;
}

function None() {
  return (
    <Empty
      title={t("Chưa có hồ sơ máy quét", "No profile of the scanner yet")}
      text={t("Điều máy thấy được, cần lau hay thay gì, và các số đo sẽ hiện ở đây.", "What was found, what to clean or change, and the measurements will stand here.")}
    />
  );
}

function WordLine({ word }: { word: Advice }) {
  return (
    <li class={word.grade === "good" ? "mark word-line" : "mark word-line needs"}>
      {word.grade === "good" ? <CheckSign /> : <NeedsSign />}
      <span>{said(word)}</span>
    </li>
  );
}

function Words({ now, found, onShow }: { now: Calibration; found: Found; onShow: (file: string) => void }) {
  const report = now.report;
  const order = { bad: 0, watch: 1, good: 2 };
  const words = [...now.doubts, ...found.advice].sort((a, b) => order[a.grade] - order[b.grade]);
  return (
    <section class="stack" aria-labelledby="found">
      <h2 id="found">{t("Thấy gì", "What was found")}</h2>
      <ul class="words">
        {words.map((one) => (
          <WordLine key={one.topic + one.vi} word={one} />
        ))}
      </ul>
      <dl class="event-facts">
        <dt>{t("Máy quét", "Scanner")}</dt>
        <dd>{sourceName(found.scanner) || "–"}</dd>
        <dt>{t("Đo lúc", "Measured")}</dt>
        <dd>
          {timeAndDay(found.made)}
          {now.age_days !== undefined && ` · ${now.age_days === 0 ? t("hôm nay", "today") : t(`${number(now.age_days)} ngày trước`, `${number(now.age_days)} days ago`)}`}
        </dd>
        <dt>{t("Số lần quét", "Scans")}</dt>
        <dd>{number(found.scans.length)}</dd>
      </dl>
      {report && (
        <div class="row">
          <Button look="plain" onClick={() => onShow(report)}>
            {t("Xem báo cáo một trang", "See the one-page report")}
          </Button>
        </div>
      )}
    </section>
  );
}

function Take({ now, onBegun, onMade }: { now: Calibration; onBegun: () => void; onMade: (file: string) => void }) {
  const [order, setOrder] = useState<StackOrder>({ source: "" });
  const printing = useDoing(async () => {
    const made = await post("/api/forms", { body: { kind: "calibration" } });
    const first = made.files[0];
    if (first) onMade(first);
  });
  const doing = useDoing(async () => {
    await post("/api/calibration", { body: order });
    onBegun();
  });
  if (role() === "observer") return <p class="quiet">{t("Kỹ thuật viên hoặc Ban Kiểm phiếu hiệu chuẩn.", "The technician or the committee calibrates.")}</p>;
  return (
    <section class="stack" aria-labelledby="take">
      <h2 id="take">{now.found ? t("Hiệu chuẩn lại", "Calibrate again") : t("Hiệu chuẩn", "Calibrate")}</h2>
      {mayRunMachine() && (
        <div class="row">
          <Button busy={printing.busy} onClick={() => void printing.run()}>
            {t("1. Tạo tờ hiệu chuẩn để in", "1. Make the calibration sheet")}
          </Button>
        </div>
      )}
      <Failure error={printing.error} />
      {now.running ? (
        <Progress label={t("Đang đo", "Measuring")} done={now.done ?? 0} />
      ) : (
        <form class="panel stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
          <StackSource order={order} onOrder={setOrder} />
          <div class="row">
            <Button type="submit" look="first" busy={doing.busy} disabled={order.source.length < 6}>
              {t("2. Đo máy quét", "2. Measure the scanner")}
            </Button>
          </div>
        </form>
      )}
      <Failure error={doing.error} />
      {!now.running && now.error && (
        <Notice
          needsPeople
          title={said(now.error)}
          safe={t("Hồ sơ máy quét trước đó vẫn giữ nguyên.", "The profile there was before is kept.")}
          todo={t("In lại tờ hiệu chuẩn nếu cần, quét lại rồi đo.", "Print the sheet again where needed, scan it and measure.")}
        />
      )}
    </section>
  );
}

/** What one does, for whoever does it the first time. */
function How() {
  return (
    <div class="panel stack">
      <h2>{t("Cách làm", "How it is done")}</h2>
      <ol class="numbered">
        <li>{t("In tờ hiệu chuẩn trên đúng máy in và giấy sẽ in phiếu, tỉ lệ 100 %.", "Print the sheet with the printer and paper of the ballots, at 100 %.")}</li>
        <li>{t("Tô các ô ở cuối tờ bằng những cây bút sẽ phát cho người ghi phiếu.", "Fill the boxes at its foot with the pens that voters will get.")}</li>
        <li>{t("Quét tờ đó 3 đến 5 lần trên máy quét sẽ dùng, có lần đặt ngược.", "Scan it three to five times on the scanner to be used, once upside down.")}</li>
      </ol>
      <p>
        {t(
          "Máy chỉ dùng số đo để nhìn kỹ thêm một lần những dòng nó chưa chắc; không bao giờ để đổi một dòng đã đọc rõ.",
          "The measurements serve only for a second look at rows the machine is not sure of, never to change one that was read clearly.",
        )}
      </p>
    </div>
  );
}

/** Whether the stacks still look as the profile says. */
function Drift({ now }: { now: Calibration }) {
  return (
    <section class="stack" aria-labelledby="drift">
      <h2 id="drift">{t("Trong khi kiểm phiếu", "While counting")}</h2>
      {now.drift.length === 0 ? (
        <Empty
          title={t("Chưa có xấp nào để so", "No stack to compare yet")}
          text={t("Mỗi xấp quét được so với hồ sơ máy quét: độ trắng, độ nét, sọc, độ đậm của dấu.", "Every stack is compared with the profile: white, sharpness, streaks, darkness of marks.")}
        />
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="number">
                {t("Số trong nhật ký", "Number in the log")}
              </th>
              <th scope="col">{t("Tên", "Name")}</th>
              <th scope="col" class="number">
                {t("Số mặt", "Sides")}
              </th>
              <th scope="col">{t("So với hồ sơ máy quét", "Against the profile")}</th>
            </tr>
          </thead>
          <tbody>
            {now.drift.map((one) => (
              <tr key={one.batch}>
                <td class="number">{number(one.batch)}</td>
                <td>{one.name || "–"}</td>
                <td class="number">{number(one.sides)}</td>
                <td>
                  {one.advice.length === 0 ? (
                    <Holds holds yes={t("Như khi hiệu chuẩn", "As when calibrated")} />
                  ) : (
                    <ul class="words">
                      {one.advice.map((word) => (
                        <WordLine key={word.topic + word.vi} word={word} />
                      ))}
                    </ul>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
