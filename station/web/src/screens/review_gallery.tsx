import { useRef, useState } from "preact/hooks";
import { candidateName } from "../case";
import { problemName, rulingName, type RulingValue } from "../components/names";
import { Button, Dialog, Empty, Failure } from "../components/parts";
import { Wall } from "../components/wall";
import { number } from "../format";
import { useKeys } from "../keys";
import { useDoing } from "../load";
import { useLeases } from "../leases";
import { go, link } from "../router";
import { mayRule } from "../session";
import { status } from "../status";
import { t } from "../words";
import { isForMe, ruledHere, useQueue, type Item, type Selection } from "./queue";
import { Undo } from "./undo";

/** All rows of one proposal as a wall, most doubtful first: pick the odd ones out, confirm the rest at once. */
export function ReviewGallery({ selection }: { selection: Selection }) {
  const queue = useQueue(selection, 5000);
  const [at, setAt] = useState<string | undefined>(undefined);
  const [odd, setOdd] = useState<ReadonlySet<string>>(new Set());
  const [drawing, setDrawing] = useState(false);
  /** What is asked about: rows that come meanwhile are not among them. */
  const [asking, setAsking] = useState<readonly Item[] | undefined>(undefined);
  const looked = useRef(new Set<string>());
  const undoing = useDoing(queue.undo);
  const may = mayRule() && status.value?.frozen !== true;
  const proposal = selection.proposal as RulingValue | undefined;
  const mine = queue.items.filter(isForMe);
  const leases = useLeases(may ? mine.map((one) => one.item) : [], 5000);
  const items = may ? mine.filter((one) => leases.held.has(one.item)) : mine;
  const rest = items.filter((one) => !odd.has(one.item));
  const left = items.length - rest.length;
  const place = Math.max(0, items.findIndex((one) => one.item === at));

  const toggle = (index: number): void => {
    const item = items[index]?.item;
    if (!item) return;
    const next = new Set(odd);
    if (!next.delete(item)) next.add(item);
    setOdd(next);
  };
  const confirm = (): void => {
    setAsking(undefined);
    if (!proposal || !asking) return;
    leases.spend(asking.map((one) => one.item));
    queue.rule(asking.map((one) => ({ item: one.item, ruling: proposal })));
    setAt(undefined);
  };

  useKeys({ h: () => setDrawing(!drawing), z: () => void undoing.run() });

  if (queue.error && queue.total === undefined) return <Failure error={queue.error} onRetry={() => void queue.reload()} />;
  if (queue.total === undefined) return <p class="quiet">{t("Đang tải …", "Loading …")}</p>;
  const unseen = asking?.filter((one) => !looked.current.has(one.item)).length ?? 0;
  if (items.length === 0 && mine.length > 0 && !leases.idle && leases.others.size === 0) return <p class="quiet">{t("Đang tải …", "Loading …")}</p>;
  if (items.length === 0 && (leases.idle || queue.elsewhere + leases.others.size > 0)) {
    return (
      <Empty
        title={leases.idle ? t("Màn hình này để yên đã lâu", "This screen was left alone for a while") : t("Loạt này đang ở màn hình của người khác", "These are on another person's screen")}
        text={leases.idle ? t("Bấm một phím hoặc di chuột để xem tiếp.", "Press a key or move the mouse to go on.") : [...new Set(leases.others.values())].join(", ")}
      >
        <Button look="first" onClick={() => go("xem-xet")}>
          {t("Về hàng chờ", "Back to the queue")}
        </Button>
      </Empty>
    );
  }
  if (items.length === 0) {
    return (
      <Empty title={t("Loạt này đã xem hết", "All of these are ruled on")} text={t("Các mục khác vẫn ở hàng chờ.", "Other items are still in the queue.")}>
        <Button look="first" onClick={() => go("xem-xet")}>
          {t("Về hàng chờ", "Back to the queue")}
        </Button>
        {ruledHere().last > 0 && <Undo doing={undoing} />}
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
            <Button look="first" disabled={rest.length === 0} onClick={() => setAsking(rest)}>
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
        onAt={(index) => setAt(items[index]?.item)}
        onLook={(item) => looked.current.add(item)}
        onToggle={toggle}
        drawing={drawing}
        keys={may && rest.length > 0 ? { Enter: () => setAsking(rest) } : {}}
      />
      {asking && (
        <Dialog title={t(`“${rulingName(proposal ?? "")}” cho ${number(asking.length)} dòng?`, `“${rulingName(proposal ?? "")}” for ${number(asking.length)} rows?`)} onClose={() => setAsking(undefined)}>
          {unseen > 0 && <p class="needs">{t(`${number(unseen)} dòng trong số đó chưa được kéo tới để xem.`, `${number(unseen)} of them have not been scrolled to yet.`)}</p>}
          {left > 0 && <p>{t(`${number(left)} dòng tách riêng vẫn chờ xem từng dòng.`, `${number(left)} rows picked out still wait to be looked at one by one.`)}</p>}
          <p>{t("Quyết định ghi tên người đang đăng nhập.", "The rulings carry the name of whoever is signed in.")}</p>
          <div class="row">
            <Button look="first" autofocus onClick={confirm}>
              {t("Xác nhận", "Confirm")} <kbd>Enter</kbd>
            </Button>
            <Button onClick={() => setAsking(undefined)}>{t("Xem lại", "Look again")}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
