import { get, type ApiError, type Reply } from "../api/client";
import { BarLegend, BarPatterns, BarScale, VoteBar } from "../components/vote_bars";
import { levelName, roleName } from "../components/names";
import { Empty, Failure, Heading, Notice } from "../components/parts";
import { chosenStyle, projector, setProjector } from "../components/shell";
import { CheckSign, NeedsSign, WaitSign } from "../components/signs";
import { number, percent } from "../format";
import { useKeys } from "../keys";
import { useLoad } from "../load";
import { link } from "../router";
import { recordChanges, status } from "../status";
import { t } from "../words";

type Tally = Reply<"/api/results", "get">;
type StyleTally = Tally["styles"][number];
type Person = StyleTally["candidates"][number];

/** The results, style by style; every figure as the server counted and printed it. */
export function Results() {
  const tally = useLoad((signal) => get("/api/results", { signal }), [recordChanges.value]);
  const styles = tally.value?.styles ?? [];
  const shown = styles.filter((one) => chosenStyle.value === "" || one.style === chosenStyle.value);
  const turn = (by: 1 | -1): void => {
    const ids = ["", ...styles.map((one) => one.style)];
    const at = ids.indexOf(chosenStyle.value) + by;
    chosenStyle.value = ids[(at + ids.length) % ids.length] ?? "";
  };
  useKeys({ ArrowLeft: () => turn(-1), ArrowRight: () => turn(1), p: () => setProjector(!projector.value) });

  if (tally.error?.code === "pending") return <NotYet error={tally.error} />;
  return (
    <>
      <Heading title={t("Kết quả phiếu tín nhiệm", "Results")}>{tally.value && <Standing final={tally.value.final} />}</Heading>
      <Failure error={tally.error} onRetry={() => void tally.reload()} />
      <BarPatterns />
      <div class="stack-l">
        {shown.map((one) => (
          <StyleResult key={one.style} tally={one} />
        ))}
      </div>
      {tally.value && styles.length > 1 && (
        <p class="quiet hide-in-hall results-keys">
          <kbd>←</kbd> <kbd>→</kbd> {t("đổi loại phiếu", "another style")} · <kbd>P</kbd> {t("chiếu hội trường", "projector")}
        </p>
      )}
    </>
  );
}

/** Whether the figures are confirmed, and by whom. */
function Standing({ final }: { final: boolean }) {
  const people = status.value?.confirmations ?? [];
  if (!final) {
    return (
      <span class="mark needs">
        <NeedsSign />
        {t("CHƯA XÁC NHẬN: số liệu tạm thời", "NOT CONFIRMED: provisional figures")}
      </span>
    );
  }
  return (
    <span class="mark">
      <CheckSign />
      <span>
        {t("Đã xác nhận", "Confirmed")}
        <span class="hide-in-hall">: {people.map((one) => `${one.who} (${roleName(one.role)})`).join(", ")}</span>
      </span>
    </span>
  );
}

/** Why no figure is shown yet, and where to go for each thing that is missing. */
function NotYet({ error }: { error: ApiError }) {
  const now = status.value;
  const rows = now?.styles.filter((one) => one.pending_rows > 0) ?? [];
  return (
    <>
      <Heading title={t("Kết quả phiếu tín nhiệm", "Results")} />
      <div class="stack measure">
        <Notice
          title={error.text}
          safe={t(
            "Số liệu từng người chỉ hiện khi không còn việc gì chờ, để không ai quyết định mà biết trước quyết định ấy làm thay đổi gì.",
            "Figures of people show only when nothing waits any more, so that nobody rules knowing what the ruling changes.",
          )}
        />
        {now && (
          <>
            <h2>{t("Còn thiếu", "What is missing")}</h2>
            <ul class="stack">
              <li class="mark missing-line">
                <WaitSign />
                {t(`${number(now.pending_items)} việc chờ Ban xem xét`, `${number(now.pending_items)} item(s) wait for the committee`)}
              </li>
              {rows.map((one) => (
                <li key={one.style} class="mark missing-line">
                  <WaitSign />
                  {t(`Loại ${one.style}: ${number(one.pending_rows)} dòng`, `Style ${one.style}: ${number(one.pending_rows)} row(s)`)}
                </li>
              ))}
              {now.waiting_second > 0 && (
                <li class="mark missing-line">
                  <WaitSign />
                  {t(`${number(now.waiting_second)} việc chờ người thứ hai`, `${number(now.waiting_second)} item(s) wait for a second person`)}
                </li>
              )}
              {now.disputed > 0 && (
                <li class="mark missing-line needs">
                  <NeedsSign />
                  {t(`${number(now.disputed)} việc hai người nói khác nhau, chờ Trưởng Ban`, `${number(now.disputed)} item(s) in dispute wait for the head`)}
                </li>
              )}
            </ul>
            <p class="row">
              <a class="button first" href={link("xem-xet")}>
                {t("Đến Xem xét", "Go to Review")}
              </a>
              <a class="button" href={link("doi-chieu")}>
                {t("Xem đối chiếu", "See what agrees")}
              </a>
            </p>
          </>
        )}
      </div>
    </>
  );
}

function StyleResult({ tally }: { tally: StyleTally }) {
  const id = `style-${tally.style}`;
  return (
    <section class="stack results" aria-labelledby={id}>
      <div class="row apart">
        <h2 id={id}>
          {t("Loại phiếu", "Ballot style")} {tally.style}
        </h2>
        <p>
          {tally.issued !== null && (
            <>
              {t("Phát ra", "Issued")} <strong>{number(tally.issued)}</strong> ·{" "}
            </>
          )}
          {t("thu về", "collected")} <strong>{number(tally.collected)}</strong> · {t("không hợp lệ cả phiếu", "ballots invalid")}{" "}
          <strong>{number(tally.invalid_ballots)}</strong>
        </p>
      </div>
      {tally.candidates.length === 0 ? (
        <Empty title={t("Danh sách trống", "The list is empty")} />
      ) : (
        <>
          <div class="hide-in-hall">
            <BarLegend />
          </div>
          <div class="table-scroll" tabIndex={0} role="group" aria-labelledby={id}>
            <ResultTable tally={tally} labelled={id} />
          </div>
        </>
      )}
    </section>
  );
}

function ResultTable({ tally, labelled }: { tally: StyleTally; labelled: string }) {
  return (
    <table class="table results-table" aria-labelledby={labelled}>
      <thead>
        <tr>
          <th scope="col" class="number">
            {t("Stt", "No.")}
          </th>
          <th scope="col">{t("Họ và tên", "Name")}</th>
          <th scope="col" class="bar-column">
            <span class="unseen">{t("Biểu đồ", "Bar")}</span>
            <BarScale />
          </th>
          {(["high", "confidence", "low"] as const).map((level) => (
            <th key={level} scope="col" class="number">
              {levelName(level)}
            </th>
          ))}
          <th scope="col" class="number hide-in-hall">
            {t("Hợp lệ", "Valid")}
          </th>
          <th scope="col" class="number hide-in-hall">
            {t("Không hợp lệ", "Invalid")}
          </th>
        </tr>
      </thead>
      <tbody>
        {tally.candidates.map((one) => (
          <PersonRow key={one.number} person={one} collected={tally.collected} />
        ))}
      </tbody>
    </table>
  );
}

function PersonRow({ person, collected }: { person: Person; collected: number }) {
  const figures = { high: person.high.count, confidence: person.confidence.count, low: person.low.count, invalid: person.invalid, collected };
  return (
    <tr class={person.low_consequence === "none" ? undefined : "consequence"}>
      <td class="number">{person.number}</td>
      <th scope="row" class="person">
        {person.name}
        <span class="quiet position hide-in-hall">{person.position}</span>
        <Consequence person={person} />
      </th>
      <td class="bar-column">
        <VoteBar figures={figures} flagged={person.low_consequence !== "none"} />
      </td>
      {(["high", "confidence", "low"] as const).map((level) => (
        <td key={level} class="number figure">
          <strong>{number(person[level].count)}</strong>
          <span>{percent(person[level].percent)}</span>
        </td>
      ))}
      <td class="number hide-in-hall">{number(person.valid)}</td>
      <td class="number hide-in-hall">
        {number(person.invalid)}
        <Invalid person={person} />
      </td>
    </tr>
  );
}

/** Which threshold of the plan a low result has reached. Source: II.9.2, II.9.3. */
function Consequence({ person }: { person: Person }) {
  if (person.low_consequence === "none") return null;
  const twoThirds = person.low_consequence === "two_thirds";
  return (
    <span class="mark needs">
      <NeedsSign />
      {twoThirds ? t("Thấp từ 2/3 trở lên", "Low: two thirds or more") : t("Thấp trên 50 %, dưới 2/3", "Low: over 50 %, under 2/3")}
      <span class="hide-in-hall"> ({twoThirds ? t("Khoản 9.3", "II.9.3") : t("Khoản 9.2", "II.9.2")})</span>
    </span>
  );
}

/** Why rows were invalid, where any was. */
function Invalid({ person }: { person: Person }) {
  const { none, double, triple, crossed, ballot } = person.invalid_by_reason;
  const parts = [
    none > 0 && `${t("không\u00a0ô\u00a0nào", "no\u00a0box")}\u00a0${number(none)}`,
    double > 0 && `${t("hai\u00a0ô", "two")}\u00a0${number(double)}`,
    triple > 0 && `${t("ba\u00a0ô", "three")}\u00a0${number(triple)}`,
    crossed > 0 && `${t("gạch\u00a0tên", "crossed")}\u00a0${number(crossed)}`,
    ballot > 0 && `${t("cả\u00a0phiếu", "ballot")}\u00a0${number(ballot)}`,
  ].filter(Boolean);
  return parts.length > 0 ? <span class="quiet why-invalid">{parts.join(", ")}</span> : null;
}
