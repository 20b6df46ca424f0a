import { useState } from "preact/hooks";
import type { Reply } from "../api/client";
import { comparedWord, type Difference } from "../components/difference_text";
import { levelName } from "../components/names";
import { Button, Empty, Holds } from "../components/parts";
import { chosenStyle } from "../components/shell";
import { number, timeAndDay } from "../format";
import { t } from "../words";

type Told = Reply<"/api/rehearsals", "get">["rehearsals"][number];
type Rehearsal = Told & { number: number };
type Result = NonNullable<Told["result"]>;

const levels = ["high", "confidence", "low"] as const;

/** Every rehearsal that was held, newest first; the newest one is open. */
export function History({ rehearsals, onShow }: { rehearsals: Told[]; onShow: (file: string) => void }) {
  const numbered = rehearsals.map((one, index): Rehearsal => ({ ...one, number: one.number ?? index + 1 }));
  const shown = numbered.filter((one) => chosenStyle.value === "" || one.style === chosenStyle.value).reverse();
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const open = chosen ?? shown[0]?.number;
  return (
    <section class="stack" aria-labelledby="history">
      <h2 id="history">{t("3. Kết quả", "3. Results")}</h2>
      {shown.length === 0 && (
        <Empty
          title={t("Chưa diễn tập lần nào", "No rehearsal yet")}
          text={t("Mỗi lần diễn tập hiện ở đây, đạt hay không đạt, cùng mọi chỗ khác.", "Every rehearsal stands here, passed or failed, with every difference.")}
        />
      )}
      {shown.map((one) => (
        <Held key={one.number} held={one} open={one.number === open} onOpen={() => setChosen(one.number === open ? 0 : one.number)} onShow={onShow} />
      ))}
    </section>
  );
}

function Held(props: { held: Rehearsal; open: boolean; onOpen: () => void; onShow: (file: string) => void }) {
  const { held, open } = props;
  const report = held.report;
  return (
    <article class="panel stack rehearsal" aria-labelledby={`rehearsal-${held.number}`}>
      <div class="row apart">
        <h3 id={`rehearsal-${held.number}`}>
          {t("Lần", "No.")} {held.number} · {t("loại", "style")} {held.style} ·{" "}
          <Holds holds={held.passed} yes={t("ĐẠT", "PASSED")} no={t(`KHÔNG ĐẠT, ${number(held.differences.length)} chỗ khác`, `FAILED, ${number(held.differences.length)} differences`)} />
        </h3>
        <span class="row">
          {report && (
            <Button look="plain" onClick={() => props.onShow(report)}>
              {t("Biên bản", "Report")}
            </Button>
          )}
          <Button look="plain" aria-expanded={open} onClick={props.onOpen}>
            {open ? t("Thu lại", "Close") : t("Xem chi tiết", "Details")}
          </Button>
        </span>
      </div>
      <p>
        {[held.time ? timeAndDay(held.time) : "", held.who].filter(Boolean).map((one) => `${one} · `)}
        {t(`${number(held.sheets)} mặt, ${number(held.rows)} dòng đã so`, `${number(held.sheets)} sides, ${number(held.rows)} rows compared`)}
        {held.result && ` · ${t(`${number(held.result.plain_to_people)} trong ${number(held.result.plain_rows)} dòng rõ phải hỏi người`, `${number(held.result.plain_to_people)} of ${number(held.result.plain_rows)} plain rows left to people`)}`}
      </p>
      {open && (
        <>
          {!held.passed && (held.result ? <Differences result={held.result} /> : <Lines lines={held.differences} />)}
          {held.result && <Figures result={held.result} number={held.number} />}
        </>
      )}
    </article>
  );
}

/** Differences as the record keeps them, where the case has no more than that. */
function Lines({ lines }: { lines: string[] }) {
  return (
    <ul class="differences" tabIndex={0} aria-label={t("Các chỗ khác", "Differences")}>
      {lines.map((one, index) => (
        <li key={index}>{one}</li>
      ))}
    </ul>
  );
}

function Differences({ result }: { result: Result }) {
  return (
    <div class="differences" tabIndex={0} role="group" aria-label={t("Các chỗ khác", "Differences")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col" class="number">
              {t("Phiếu", "Ballot")}
            </th>
            <th scope="col">{t("Dòng", "Row")}</th>
            <th scope="col">{t("Phải là", "Must be")}</th>
            <th scope="col">{t("Máy đọc", "Was read")}</th>
          </tr>
        </thead>
        <tbody>
          {result.differences.map((one: Difference, index: number) => (
            <tr key={index}>
              <td class="number">{one.ballot > 0 ? one.ballot : "–"}</td>
              <td>{one.candidate || t("cả phiếu", "the ballot")}</td>
              <td>{comparedWord(one.expected)}</td>
              <td class="needs">{comparedWord(one.found)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.more > 0 && <p>{t(`và ${number(result.more)} chỗ nữa, trong biên bản`, `and ${number(result.more)} more, in the report`)}</p>}
    </div>
  );
}

/** Figures person by person: what the deck has, what the machine counted, what it left to people. */
function Figures({ result, number: held }: { result: Result; number: number }) {
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label={t(`Số liệu lần ${held}`, `Figures of rehearsal ${held}`)}>
      <table class="table deck-figures">
        <caption>{t("Phải ra · máy đếm · để người xem", "Expected · counted by the machine · left to people")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Họ và tên", "Name")}</th>
            {levels.map((level) => (
              <th key={level} scope="col" class="number">
                {levelName(level)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.figures.map((one) => (
            <tr key={one.candidate}>
              <th scope="row">{one.candidate}</th>
              {levels.map((level) => {
                const figure = one[level];
                const wrong = figure.read + figure.to_people !== figure.expected;
                return (
                  <td key={level} class={wrong ? "number needs" : "number"}>
                    {number(figure.expected)} · <strong>{number(figure.read)}</strong> · {number(figure.to_people)}
                    {wrong && <span class="unseen"> {t("không khớp", "does not agree")}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
