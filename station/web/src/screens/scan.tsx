import { useState } from "preact/hooks";
import { get, remove } from "../api/client";
import { sourceName } from "../components/names";
import { Button, Dialog, Empty, Failure, Heading, Notice } from "../components/parts";
import { sheetPicture } from "../components/pictures";
import { SheetState, sheetWord } from "../components/reading";
import { number } from "../format";
import { useDoing, useLoad } from "../load";
import { link } from "../router";
import { role } from "../session";
import { recordChanges, scan, status, type Scan } from "../status";
import { said, t } from "../words";
import { Batches } from "./batches";
import { StartScan } from "./start_scan";
import { EndHere } from "./stations";

type Sheet = Awaited<ReturnType<typeof sheets>>["sheets"][number];

const sheets = (signal: AbortSignal, last: number) => get("/api/sheets", { query: { last }, signal });

/** Scanning: the number that grows, the last sheet with what was read, and a strip of the last twenty. */
export function ScanScreen() {
  const last = useLoad((signal) => sheets(signal, 20), [recordChanges.value, scan.value?.sides]);
  const [shown, setShown] = useState<Sheet | undefined>(undefined);
  const running = scan.value?.running === true;
  const list = last.value?.sheets ?? [];
  const newest = list[0];
  const end = scan.value?.end;
  if (!running && end?.fault) return <Fault scan={scan.value} picture={newest} />;
  return (
    <>
      <Heading title={t("Quét", "Scan")} />
      <div class="stack-l">
        <div class="scan-top">
          <div class="stack">
            <Counter total={last.value?.total} />
            {running ? <Running /> : role() === "observer" ? <OnlyLooking /> : status.value?.station?.ended ? null : <StartScan />}
            {status.value?.station && !running && role() !== "observer" && <EndHere />}
            {!running && end && <Ended scan={scan.value} />}
          </div>
          <LastSheet sheet={newest} onShow={setShown} />
        </div>
        <Failure error={last.error} onRetry={() => void last.reload()} />
        {list.length > 0 && (
          <section class="stack" aria-labelledby="strip">
            <h2 id="strip">{t("Hai mươi tờ gần nhất", "The last twenty sheets")}</h2>
            <ul class="strip">
              {list.map((sheet) => (
                <li key={sheet.image + sheet.page_in_file}>
                  <button class="sheet-button" onClick={() => setShown(sheet)} aria-label={`${sheet.file}: ${sheetWord(sheet)}`}>
                    <img class="paper-picture" src={sheetPicture(sheet.image, sheet.page_in_file, 160, true)} alt="" loading="lazy" width="110" height="156" />
                    <SheetState sheet={sheet} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <TurnedAway />
        <Batches />
      </div>
      {shown && <SheetDialog sheet={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

/** How many sheets are in, of how many: large enough to be read across the room. */
function Counter({ total }: { total: number | undefined }) {
  // A station that only scans has no serials to tell ballots by.
  const styles = status.value?.station ? [] : (status.value?.styles ?? []);
  return (
    <div class="counter">
      <p>
        <span class="big">{number(total ?? 0)}</span> {t("mặt giấy đã nhận", "sheet sides taken in")}
      </p>
      <ul>
        {styles.map((one) => (
          <li key={one.style}>
            {t("Loại", "Style")} {one.style}: <strong>{number(one.scanned)}</strong> {one.collected !== undefined && `/ ${number(one.collected)} ${t("phiếu thu về", "collected")}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OnlyLooking() {
  return <p class="quiet">{t("Giám sát chỉ xem: Kỹ thuật viên hoặc Ban Kiểm phiếu cho máy quét chạy.", "Observers only look: the technician or the committee runs the scanner.")}</p>;
}

function Running() {
  const now = scan.value;
  const doing = useDoing(() => remove("/api/scan"));
  return (
    <section class="panel stack" aria-label={t("Đang quét", "Scanning")}>
      <div class="row apart">
        <p aria-live="off">
          <strong>{now?.stopping ? t("Đang dừng …", "Stopping …") : t("Đang quét", "Scanning")}</strong> · {sourceName(now?.source)} {now?.batch && `· ${now.batch}`}
        </p>
        <Button look="seal" busy={doing.busy} disabled={now?.stopping === true || role() === "observer"} onClick={() => void doing.run()}>
          {t("Dừng", "Stop")}
        </Button>
      </div>
      <Figures scan={now} />
      <Failure error={doing.error} />
    </section>
  );
}

function Figures({ scan: now }: { scan: Scan | undefined }) {
  const one = (label: string, value: number | undefined) => (
    <div>
      <dt>{label}</dt>
      <dd>{value === undefined ? "–" : number(Math.round(value))}</dd>
    </div>
  );
  return (
    <dl class="scan-figures">
      {one(t("mặt lượt này", "sides this time"), now?.sides)}
      {one(t("mặt / phút", "sides / minute"), now?.rate_per_minute)}
      {one(t("mới nhận", "new"), now?.accepted)}
      {one(t("đã có, không tính lại", "known, not counted again"), now?.already_known)}
      {one(t("Ban xem", "for people"), now?.flagged)}
      {one(t("không đọc được", "unreadable"), now?.unreadable)}
    </dl>
  );
}

function Ended({ scan: now }: { scan: Scan | undefined }) {
  if (!now?.end) return null;
  return (
    <Notice
      title={said(now.end)}
      safe={t(
        "Hết giấy trong khay không chứng minh đã quét đủ: so số trên với số đếm tay. Quét lại cả xấp thì không tính trùng.",
        "An empty tray does not prove that the stack is complete: compare with the count by hand. Scanning a stack again counts nothing twice.",
      )}
    >
      <Figures scan={now} />
      {now.refused && now.refused.length > 0 && (
        <p>
          {t("Tệp không phải ảnh, không nhận", "Files that are no images, not taken")}: {now.refused.join(", ")}
        </p>
      )}
    </Notice>
  );
}

/** A fault takes the page over: one picture, one sentence, one button. */
function Fault({ scan: now, picture }: { scan: Scan | undefined; picture: Sheet | undefined }) {
  if (!now?.end) return null;
  return (
    <div class="fault">
      <section class="stack-l" role="alert">
        <h1 class="needs">{t("Máy quét dừng", "The scanner has stopped")}</h1>
        <p class="fault-sentence">{said(now.end)}</p>
        {now.end.detail && <p class="quiet">{now.end.detail}</p>}
        <p>
          {t(
            `${number(now.accepted ?? 0)} mặt của lượt này đã nhận và được giữ. Đặt lại cả xấp cũng không tính trùng.`,
            `${number(now.accepted ?? 0)} sides of this run are taken in and kept. Feeding the whole stack again counts nothing twice.`,
          )}
        </p>
        {role() === "observer" ? <OnlyLooking /> : <StartScan again={now} />}
      </section>
      {picture && (
        <figure>
          <img class="paper-picture" src={sheetPicture(picture.image, picture.page_in_file, 700, true)} alt={t("Tờ cuối cùng đã nhận", "The last sheet taken in")} />
          <figcaption>{t("Tờ cuối cùng đã nhận", "The last sheet taken in")}</figcaption>
        </figure>
      )}
    </div>
  );
}

function LastSheet({ sheet, onShow }: { sheet: Sheet | undefined; onShow: (sheet: Sheet) => void }) {
  if (!sheet) {
    return (
      <Empty
        title={t("Chưa quét tờ nào", "No sheet is scanned yet")}
        text={t("Tờ vừa quét sẽ hiện ở đây, với nét đọc được vẽ lên.", "The sheet just scanned is shown here, with what was read drawn on it.")}
      />
    );
  }
  return (
    <figure class="last-sheet stack">
      <button class="sheet-button" onClick={() => onShow(sheet)} aria-label={t("Phóng to tờ vừa quét", "Enlarge the last sheet")}>
        <img class="paper-picture" src={sheetPicture(sheet.image, sheet.page_in_file, 800, true)} alt="" />
      </button>
      <figcaption class="row apart">
        <span>
          {t("Tờ vừa quét", "The last sheet")} {sheet.style && `· ${t("loại", "style")} ${sheet.style}`}
        </span>
        <SheetState sheet={sheet} />
      </figcaption>
    </figure>
  );
}

function SheetDialog({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) {
  const [drawing, setDrawing] = useState(true);
  return (
    <Dialog wide title={sheet.style ? `${t("Phiếu loại", "Ballot, style")} ${sheet.style}` : t("Tờ giấy", "Sheet")} onClose={onClose}>
      <div class="row apart">
        <SheetState sheet={sheet} />
        <div class="row">
          <Button look="plain" aria-pressed={drawing} onClick={() => setDrawing(!drawing)}>
            {t("Nét đọc của máy", "The machine's reading")}
          </Button>
          {sheet.item && (
            <a class="button plain" href={link("xem-xet", { item: sheet.item })}>
              {t("Xem xét tờ này", "Rule on this sheet")}
            </a>
          )}
          <Button look="plain" onClick={onClose}>
            {t("Đóng", "Close")}
          </Button>
        </div>
      </div>
      <img class="paper-picture" src={sheetPicture(sheet.image, sheet.page_in_file, 1400, drawing)} alt={t("Tờ giấy như đã quét, chữ ký được che", "The sheet as scanned, its signature covered")} />
    </Dialog>
  );
}

/** Sheets that no machine can read, each with what to do. */
function TurnedAway() {
  const found = useLoad((signal) => get("/api/sheets", { query: { last: 50, turned_away: 1 }, signal }), [recordChanges.value]);
  const list = (found.value?.sheets ?? []).filter((one) => one.status === "unreadable");
  if (list.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="turned-away">
      <h2 id="turned-away" class="needs">
        {t("Tờ máy không đọc được", "Sheets the machine can't read")}: {number(list.length)}
      </h2>
      <ul class="turned-away">
        {list.map((sheet) => (
          <li key={sheet.image + sheet.page_in_file}>
            <img class="paper-picture" src={sheetPicture(sheet.image, sheet.page_in_file, 240, false)} alt="" loading="lazy" />
            <div class="stack">
              <p>
                <strong>{sheetWord(sheet)}</strong>
              </p>
              <p>
                {t(
                  "Vuốt phẳng rồi quét lại tờ này. Vẫn không được thì đưa Ban xem xét.",
                  "Flatten the sheet and scan it again. If that does not help, put it before the committee.",
                )}
              </p>
              {!status.value?.station && (
                <p>
                  <a href={sheet.item ? link("xem-xet", { item: sheet.item }) : link("xem-xet")}>{t("Đưa Ban xem xét", "Put it before the committee")}</a>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

