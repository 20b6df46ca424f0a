import { useState } from "preact/hooks";
import { candidateName } from "../case";
import { problemName, rulingName, type RulingValue } from "../components/names";
import { Button, Dialog, Empty, Failure } from "../components/parts";
import { Wall } from "../components/wall";
import { number } from "../format";
import { go, link } from "../router";
import { mayRule } from "../session";
import { status } from "../status";
import { t } from "../words";
import { isForMe, useQueue, type Selection } from "./queue";

/** All rows of one proposal as a wall, most doubtful first: pick the odd ones out, confirm the rest at once. */
export function ReviewGallery({ selection }: { selection: Selection }) {
  const queue = useQueue(selection, 5000);
  const [at, setAt] = useState(0);
  const [odd, setOdd] = useState<ReadonlySet<string>>(new Set());
  const [drawing, setDrawing] = useState(false);
  const [asking, setAsking] = useState(false);
  const may = mayRule() && status.value?.frozen !== true;
  const proposal = selection.proposal as RulingValue | undefined;
  const items = queue.items.filter(isForMe);
  const rest = items.filter((one) => !odd.has(one.item));
  const place = Math.min(at, Math.max(0, items.length - 1));

  const toggle = (index: number): void => {
    const item = items[index]?.item;
    if (!item) return;
    const next = new Set(odd);
    if (!next.delete(item)) next.add(item);
    setOdd(next);
  };
  const confirm = (): void => {
    setAsking(false);
    if (!proposal) return;
    queue.rule(rest.map((one) => ({ item: one.item, ruling: proposal })));
    setAt(0);
  };

  if (queue.error && queue.total === undefined) return <Failure error={queue.error} onRetry={() => void queue.reload()} />;
  if (queue.total === undefined) return <p class="quiet">{t("Đang tải …", "Loading …")}</p>;
  const left = items.length - rest.length;
  if (items.length === 0) {
    return (
      <Empty title={t("Loạt này đã xem hết", "All of these are ruled on")} text={t("Các mục khác vẫn ở hàng chờ.", "Other items are still in the queue.")}>
        <Button look="first" onClick={() => go("xem-xet")}>
          {t("Về hàng chờ", "Back to the queue")}
        </Button>
        {queue.ruledHere > 0 && (
          <Button onClick={() => void queue.undo()} keyName="Z">
            {t("Hoàn tác dòng cuối", "Undo the last row")}
          </Button>
        )}
      </Empty>
    );
  }
  return (
    <div class="stack">
      <div class="wall-head">
        <h2>
          {rulingName(proposal ?? "")}: {number(items.length)} {t("dòng", "rows")}
          <span class="quiet">
            {" "}
            · {problemName(selection.problem ?? "")} {selection.style && `· ${t("loại", "style")} ${selection.style}`}
          </span>
        </h2>
        <p class="row">
          <span>
            <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> {t("di chuyển", "move")} · <kbd>{t("Cách", "Space")}</kbd> {t("tách dòng khác thường", "pick an odd one out")} ·{" "}
            <kbd>Enter</kbd> {t("xác nhận phần còn lại", "confirm the rest")}
          </span>
          <Button look="plain" keyName="H" aria-pressed={drawing} onClick={() => setDrawing(!drawing)}>
            {t("Nét đọc của máy", "The machine's reading")}
          </Button>
          <a class="button plain" href={link("xem-xet")}>
            {t("Về hàng chờ", "Back to the queue")}
          </a>
          {may && (
            <Button look="first" disabled={rest.length === 0} onClick={() => setAsking(true)}>
              {t("Xác nhận", "Confirm")} {number(rest.length)} {t("dòng", "rows")}
            </Button>
          )}
        </p>
      </div>
      <Wall
        label={`${rulingName(proposal ?? "")}: ${items.length}`}
        tiles={items.map((one) => ({ item: one.item, text: `${one.number ?? ""}. ${candidateName(one.style, one.number)}` }))}
        odd={odd}
        at={place}
        onAt={setAt}
        onToggle={toggle}
        drawing={drawing}
        keys={{
          h: () => setDrawing(!drawing),
          z: () => void queue.undo(),
          ...(may && rest.length > 0 ? { Enter: () => setAsking(true) } : {}),
        }}
      />
      {asking && (
        <Dialog title={t(`“${rulingName(proposal ?? "")}” cho ${number(rest.length)} dòng?`, `“${rulingName(proposal ?? "")}” for ${number(rest.length)} rows?`)} onClose={() => setAsking(false)}>
          {left > 0 && <p>{t(`${number(left)} dòng tách riêng vẫn chờ xem từng dòng.`, `${number(left)} rows picked out still wait to be looked at one by one.`)}</p>}
          <p>{t("Quyết định ghi tên người đang đăng nhập.", "The rulings carry the name of whoever is signed in.")}</p>
          <div class="row">
            <Button look="first" autofocus onClick={confirm}>
              {t("Xác nhận", "Confirm")} <kbd>Enter</kbd>
            </Button>
            <Button onClick={() => setAsking(false)}>{t("Xem lại", "Look again")}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
