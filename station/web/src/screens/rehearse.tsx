import { useState } from "preact/hooks";
import { get, post, type Reply } from "../api/client";
import { stylesShown } from "../case";
import { Button, Dialog, Failure, Field, Heading, Holds, Notice, Progress } from "../components/parts";
import { FilePreview, fileAddress } from "../components/pictures";
import { chosenStyle } from "../components/shell";
import { StackSource, type StackOrder } from "../components/stack_source";
import { useDoing, useLoad } from "../load";
import { mayRunMachine, role } from "../session";
import { jobChanges, recordChanges } from "../status";
import { said, t } from "../words";
import { History } from "./rehearsal_history";

type Rehearsals = Reply<"/api/rehearsals", "get">;

/** The rehearsal: print a marked deck, scan it, see that every figure comes out; before the count may be opened. */
export function Rehearse() {
  const rehearsals = useLoad((signal) => get("/api/rehearsals", { signal }), [recordChanges.value, jobChanges.value]);
  const documents = useLoad((signal) => get("/api/documents", { signal }), [recordChanges.value]);
  const [shown, setShown] = useState<string | undefined>(undefined);
  const now = rehearsals.value;
  return (
    <>
      <Heading title={t("Diễn tập", "Rehearse")}>{now && <Standing now={now} />}</Heading>
      <div class="beside">
        <div class="stack-l">
          <Failure error={rehearsals.error} onRetry={() => void rehearsals.reload()} />
          {now && <Styles now={now} documents={documents.value?.documents ?? []} onMade={setShown} />}
          {now && <Run now={now} onBegun={() => void rehearsals.reload()} />}
          {now && <Waive now={now} onDone={() => void rehearsals.reload()} />}
          {now && <History rehearsals={now.rehearsals} onShow={setShown} />}
        </div>
        <aside class="stack sticky" aria-label={t("Xem trước", "Preview")}>
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
            <Why />
          )}
        </aside>
      </div>
    </>
  );
}

/** Why one rehearses, for whoever asks in the hall. */
function Why() {
  return (
    <div class="panel stack">
      <h2>{t("Vì sao phải diễn tập", "Why rehearse")}</h2>
      <p>
        {t(
          "Bộ phiếu thử đã đánh dấu sẵn, biết trước mọi con số; số của mỗi người, mỗi mức đều khác nhau. Máy đọc sai một dòng, lẫn hai người hay lẫn hai cột thì lộ ra ngay, trước khi mở hòm.",
          "The test deck is marked beforehand and every figure is known; each person's figure at each level is another one. A row read wrongly, two people or two columns taken for each other show at once, before the box is opened.",
        )}
      </p>
      <ol class="numbered">
        <li>{t("In bộ phiếu của từng loại, A4, tỉ lệ 100 %.", "Print the deck of each style, A4, at 100 %.")}</li>
        <li>{t("Đặt cả bộ vào đúng máy quét sẽ dùng, quét như khi kiểm phiếu.", "Put the whole deck into the scanner that will be used, and scan as for the count.")}</li>
        <li>{t("Máy so từng dòng, từng con số và lập biên bản để ký.", "The machine compares row by row, figure by figure, and makes a report to sign.")}</li>
      </ol>
      <p>{t("Phiếu thử mang chữ THỬ và mã thử: không bao giờ được đếm vào kết quả.", "Test ballots carry THỬ and a test code: they are never counted.")}</p>
    </div>
  );
}

function Standing({ now }: { now: Rehearsals }) {
  if (now.waived) {
    return (
      <span class="mark needs">
        {t(`${now.waived.who} cho kiểm phiếu không qua diễn tập: ${now.waived.why}`, `${now.waived.who} waived the rehearsal: ${now.waived.why}`)}
      </span>
    );
  }
  if (now.styles.length > 0 && now.styles.every((one) => one.passed)) return <Holds holds yes={t("Mọi loại phiếu đã diễn tập đạt", "Every style has passed")} />;
  return now.required ? (
    <Holds holds={false} no={t("Phải diễn tập đạt mới được kiểm phiếu", "The count opens only after a passed rehearsal")} />
  ) : (
    <p class="quiet">{t("Nên diễn tập trước khi kiểm phiếu; không bắt buộc.", "Advised before the count; not required.")}</p>
  );
}

type Document = Reply<"/api/documents", "get">["documents"][number];

/** The deck of a style that was made last. */
function lastDeck(documents: readonly Document[], style: string): string | undefined {
  const pattern = new RegExp(`^forms/test-deck-${style}-\\d+\\.pdf$`);
  return documents
    .map((one) => one.file)
    .filter((file) => pattern.test(file))
    .sort()
    .pop();
}

function Styles({ now, documents, onMade }: { now: Rehearsals; documents: readonly Document[]; onMade: (file: string) => void }) {
  const doing = useDoing(async (style: string) => {
    const made = await post("/api/forms", { body: { kind: "test-deck", style } });
    const first = made.files[0];
    if (first) onMade(first);
  });
  return (
    <section class="stack" aria-labelledby="decks">
      <h2 id="decks">{t("1. Bộ phiếu thử", "1. The test deck")}</h2>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("Loại phiếu", "Style")}</th>
            <th scope="col">{t("Diễn tập", "Rehearsal")}</th>
            <th scope="col">{t("Bộ phiếu thử", "Test deck")}</th>
          </tr>
        </thead>
        <tbody>
          {stylesShown(chosenStyle.value).map((style) => {
            const state = now.styles.find((one) => one.style === style.id);
            const held = now.rehearsals.some((one) => one.style === style.id);
            const last = lastDeck(documents, style.id);
            return (
              <tr key={style.id}>
                <th scope="row">{style.id}</th>
                <td>
                  {state?.passed ? (
                    <Holds holds yes={t("Đạt", "Passed")} />
                  ) : held ? (
                    <Holds holds={false} no={t("Lần cuối không đạt", "The last one failed")} />
                  ) : (
                    <span class="quiet">{t("chưa diễn tập", "none yet")}</span>
                  )}
                </td>
                <td>
                  <span class="row">
                    {mayRunMachine() && (
                      <Button look="plain" busy={doing.busy} onClick={() => void doing.run(style.id)}>
                        {last ? t("In bộ mới", "Make another") : t("Tạo để in", "Make it for printing")}
                      </Button>
                    )}
                    {last && (
                      <Button look="plain" aria-label={t(`Xem bộ phiếu thử loại ${style.id}`, `View the deck of style ${style.id}`)} onClick={() => onMade(last)}>
                        {t("Xem", "View")}
                      </Button>
                    )}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Failure error={doing.error} />
    </section>
  );
}

function Run({ now, onBegun }: { now: Rehearsals; onBegun: () => void }) {
  const [order, setOrder] = useState<StackOrder>({ source: "" });
  const doing = useDoing(async () => {
    await post("/api/rehearsals", { body: order });
    onBegun();
  });
  const mayRun = role() !== "observer";
  return (
    <section class="stack" aria-labelledby="run">
      <h2 id="run">{t("2. Quét và so", "2. Scan and compare")}</h2>
      {now.running ? (
        <Progress label={t("Đang đọc bộ phiếu thử", "Reading the deck")} done={now.done ?? 0} />
      ) : mayRun ? (
        <form class="panel stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
          <StackSource order={order} onOrder={setOrder} />
          <div class="row">
            <Button type="submit" look="first" busy={doing.busy} disabled={order.source.length < 6}>
              {t("Bắt đầu diễn tập", "Start the rehearsal")}
            </Button>
          </div>
        </form>
      ) : (
        <p class="quiet">{t("Ban Kiểm phiếu hoặc Kỹ thuật viên chạy diễn tập.", "The committee or the technician holds the rehearsal.")}</p>
      )}
      <Failure error={doing.error} />
      {!now.running && now.error && (
        <Notice
          needsPeople
          title={said(now.error)}
          safe={t("Không có gì được đếm; lần diễn tập này không được ghi.", "Nothing was counted; this rehearsal is not recorded.")}
          todo={t("Sửa nguyên nhân trên rồi bắt đầu lại với cả bộ phiếu.", "Mend the cause, then start again with the whole deck.")}
        />
      )}
    </section>
  );
}

/** The head's way past a rehearsal that was not passed. */
function Waive({ now, onDone }: { now: Rehearsals; onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState("");
  const doing = useDoing(async () => {
    await post("/api/rehearsals/waive", { body: { why: why.trim() } });
    setAsking(false);
    onDone();
  });
  if (now.may_open || now.waived) return null;
  if (role() !== "head") {
    return <p class="quiet">{t("Chỉ Trưởng Ban được cho kiểm phiếu khi diễn tập chưa đạt, có lý do và được ghi lại.", "Only the head may open the count without a passed rehearsal, with a reason that is recorded.")}</p>;
  }
  return (
    <>
      <div class="row">
        <Button look="plain" onClick={() => setAsking(true)}>
          {t("Kiểm phiếu không qua diễn tập …", "Count without a rehearsal …")}
        </Button>
      </div>
      {asking && (
        <Dialog title={t("Cho kiểm phiếu khi diễn tập chưa đạt?", "Open the count without a passed rehearsal?")} onClose={() => setAsking(false)}>
          <form class="stack" onSubmit={(event) => (event.preventDefault(), void doing.run())}>
            <p>
              {t(
                "Không ai đã thấy máy này đọc đúng phiếu của hội nghị này. Việc bỏ qua mang tên đồng chí, được ghi vào nhật ký.",
                "Nobody has seen this machine read this conference's ballots right. The waiver carries your name into the record.",
              )}
            </p>
            <Field label={t("Lý do", "Reason")}>
              {(attributes) => <textarea {...attributes} rows={3} value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}
            </Field>
            <Failure error={doing.error} />
            <div class="row">
              <Button type="submit" look="seal" busy={doing.busy} disabled={why.trim() === ""}>
                {t("Tôi chịu trách nhiệm, cho kiểm phiếu", "I take responsibility: open the count")}
              </Button>
              <Button onClick={() => setAsking(false)}>{t("Thôi", "Cancel")}</Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
