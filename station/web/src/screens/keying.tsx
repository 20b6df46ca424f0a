import { useState } from "preact/hooks";
import { get, post, type Body, type Reply } from "../api/client";
import { candidateName, definition } from "../case";
import { Button, Empty, Failure, Field, Heading, Notice, useFocus } from "../components/parts";
import { itemPicture } from "../components/pictures";
import { inFours, number, timeAndDay } from "../format";
import { useDoing, useLoad } from "../load";
import { go, place } from "../router";
import { mayRule, session } from "../session";
import { recordChanges, status } from "../status";
import { t } from "../words";
import { KeyedRows, type Rows } from "./keyed_rows";

type Paper = Reply<"/api/papers", "get">;
type Outcome = Reply<"/api/entries", "post">;
type Order = Body<"/api/entries", "post">;

/** Papers keyed in from what people see: twice, by two people who do not see each other's keys. */
export function Keying() {
  const item = place.value.query.get("item") ?? undefined;
  const [outcome, setOutcome] = useState<Outcome | undefined>(undefined);
  return (
    <>
      <Heading title={t("Nhập tay", "Key in")} />
      <div class="stack-l">
        <p class="measure">
          {t(
            "Dành cho tờ máy không đọc được, và cho cả cuộc đếm khi không có máy quét. Mỗi phiếu hai người nhập riêng, không thấy phím của nhau; giống nhau thì được đếm, khác nhau thì Trưởng Ban xem giấy và nhập lần cuối.",
            "For sheets no machine can read, and for whole counts without a scanner. Two people key each paper apart, without seeing the other's keys; if they agree it counts, if not the head looks at the paper and keys it finally.",
          )}
        </p>
        {outcome && <Settled outcome={outcome} />}
        {!mayRule() ? (
          <Notice title={t("Trưởng Ban, Thư ký và Thành viên nhập tay.", "Head, secretary and members key papers in.")} />
        ) : status.value?.frozen ? (
          <Notice title={t("Kết quả đã xác nhận; phải mở lại mới nhập được.", "The count is confirmed; reopen it to key papers in.")} />
        ) : (
          <Entry
            key={item ?? "new"}
            item={item}
            onDone={(found) => {
              setOutcome(found);
              if (item) go("nhap-tay");
            }}
            onBegin={() => setOutcome(undefined)}
          />
        )}
        <Waiting />
      </div>
    </>
  );
}

function Settled({ outcome }: { outcome: Outcome }) {
  if (outcome.standing === "settled") {
    return <Notice title={t("Hai người nhập giống nhau: phiếu này đã được đếm.", "Both people keyed the same: the paper counts.")} />;
  }
  if (outcome.standing === "disputed") {
    return (
      <Notice
        needsPeople
        title={t(`Hai người nhập khác nhau ở dòng ${(outcome.differing_rows ?? []).join(", ")}.`, `The two differ in rows ${(outcome.differing_rows ?? []).join(", ")}.`)}
        todo={t("Trưởng Ban xem lại tờ giấy và nhập lần cuối.", "The head looks at the paper and keys it finally.")}
      />
    );
  }
  return <Notice title={t("Đã ghi. Phiếu được đếm khi người thứ hai nhập giống như vậy.", "Recorded. The paper counts once a second person keys the same.")} />;
}

interface EntryProps {
  item: string | undefined;
  onDone: (outcome: Outcome) => void;
  onBegin: () => void;
}

function Entry({ item, onDone, onBegin }: EntryProps) {
  const [code, setCode] = useState("");
  const field = useFocus();
  const [paper, setPaper] = useState<Paper | undefined>(undefined);
  const [style, setStyle] = useState("");
  const styles = definition.value?.definition.styles ?? [];
  const find = useDoing(async (text: string) => {
    onBegin();
    setPaper(await get("/api/papers", { query: { code: text, ...(style ? { style } : {}) } }));
  });
  const given = useLoad(
    (signal) => (item ? get("/api/papers", { query: { code: item, ...(style ? { style } : {}) }, signal }) : Promise.resolve(undefined)),
    [item, style],
  );
  const found = item ? given.value : paper;
  const sending = useDoing(async (rows: Rows | undefined, ruling: Order["ruling"] | undefined) => {
    if (!found) return;
    const body: Order = { item: found.item };
    if (rows) body.rows = rows;
    if (ruling) body.ruling = ruling;
    const known = found.style ?? style;
    if (known) body.style = known;
    const outcome = await post("/api/entries", { body });
    setPaper(undefined);
    setCode("");
    onDone(outcome);
    // The next paper's code goes straight into its field.
    window.setTimeout(() => field.current?.focus());
  });
  const mine = found?.keyed_by.includes(session.value?.who ?? "") === true;
  const needsStyle = found !== undefined && found.numbers.length === 0 && styles.length > 1;
  return (
    <div class="stack">
      {!item && (
        <form class="row end" onSubmit={(event) => (event.preventDefault(), void find.run(code.trim()))}>
          <div class="grow narrow">
            <Field label={t("Dãy ký tự in dưới mã của phiếu", "Characters printed under the ballot's code")} hint={t("Viết liền hay cách đều được.", "With or without spaces.")}>
              {(attributes) => <input {...attributes} ref={field} class="code" autocomplete="off" spellcheck={false} value={code} onInput={(event) => setCode(event.currentTarget.value)} />}
            </Field>
          </div>
          <Button type="submit" look="first" busy={find.busy} disabled={code.trim() === ""}>
            {t("Nhập phiếu này", "Key this paper in")}
          </Button>
        </form>
      )}
      <Failure error={item ? given.error : find.error} />
      {(needsStyle || (item && given.error && styles.length > 1)) && (
        <Field label={t("Loại phiếu của tờ này", "The paper's style")}>
          {(attributes) => (
            <select {...attributes} value={style} onChange={(event) => setStyle(event.currentTarget.value)}>
              <option value="">{t("chọn loại", "choose")}</option>
              {styles.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.id}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {found?.scanned && <Notice title={t("Phiếu này đã có ảnh quét được đếm; không cần nhập tay.", "A scan of this paper counts already; it need not be keyed in.")} />}
      {mine && <Notice title={t("Mình đã nhập phiếu này; cần một người khác nhập lần hai.", "You have keyed this paper in; somebody else must key it the second time.")} />}
      {found && !found.scanned && !mine && (
        <div class={item?.startsWith("sheet:") ? "review" : "stack"}>
          <KeyedRows
            key={found.item}
            title={`${t("Phiếu loại", "Ballot, style")} ${found.style ?? style}${found.code ? ` · ${inFours(found.code)}` : ""}`}
            rows={found.numbers.map((one) => ({ number: one, name: candidateName(found.style ?? style, one) }))}
            busy={sending.busy}
            onRows={(rows) => void sending.run(rows, undefined)}
            onRuling={(ruling) => void sending.run(undefined, ruling)}
            onLeave={() => (item ? go("xem-xet") : setPaper(undefined))}
          />
          {item?.startsWith("sheet:") && (
            <img class="row-picture whole" src={itemPicture(item, false, 8)} alt={t("Tờ giấy như đã quét, chữ ký được che", "The sheet as scanned, its signature covered")} />
          )}
        </div>
      )}
      <Failure error={sending.error} />
    </div>
  );
}

/** A paper as one finds it in the pile: by what is printed on it, or as the sheet that was scanned. */
function paperName({ item, code }: { item: string; code?: string }): string {
  return code ? inFours(code) : item.startsWith("sheet:") ? t("tờ đã quét, xem ảnh", "a scanned sheet, see its picture") : item;
}

/** Papers that wait for a second keying, or for the head; never what was keyed. */
function Waiting() {
  const entries = useLoad((signal) => get("/api/entries", { signal }), [recordChanges.value]);
  const list = entries.value?.entries ?? [];
  return (
    <section class="stack" aria-labelledby="entries">
      <h2 id="entries">{t("Phiếu chờ nhập lần hai", "Papers that wait for a second keying")}</h2>
      <Failure error={entries.error} onRetry={() => void entries.reload()} />
      {entries.value && list.length === 0 ? (
        <Empty title={t("Không có phiếu nào chờ", "No paper waits")} text={t("Phiếu mới nhập một lần sẽ hiện ở đây.", "Papers keyed once appear here.")} />
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("Dãy ký tự in trên phiếu", "Characters on the paper")}</th>
              <th scope="col">{t("Loại", "Style")}</th>
              <th scope="col">{t("Đã nhập", "Keyed by")}</th>
              <th scope="col">{t("Lúc", "At")}</th>
              <th scope="col">{t("Chờ", "Waits for")}</th>
              <th scope="col">
                <span class="unseen">{t("Nhập", "Key in")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((one) => {
              const mine = one.who.includes(session.value?.who ?? "");
              const disputed = one.standing === "disputed";
              return (
                <tr key={one.item}>
                  <td>{paperName(one)}</td>
                  <td>{one.style ?? "–"}</td>
                  <td>{one.who.join(", ")}</td>
                  <td>{one.time ? timeAndDay(one.time) : "–"}</td>
                  <td class={disputed ? "needs" : ""}>
                    {disputed
                      ? `${t("Trưởng Ban: khác nhau ở dòng", "the head: they differ in row")} ${(one.differing_rows ?? []).map(number).join(", ")}`
                      : t("người thứ hai", "a second person")}
                  </td>
                  <td>
                    {mayRule() && !mine && (
                      <Button look="plain" onClick={() => go("nhap-tay", { item: one.item })}>
                        {t("Nhập", "Key in")}
                      </Button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
