import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../api/client";
import { Button, Empty, Failure } from "../components/parts";
import { itemPicture } from "../components/pictures";
import { number } from "../format";
import { useKeys } from "../keys";
import { useDoing, useLoad } from "../load";
import { acknowledged, type Ruling } from "../outbox";
import { type Leases, useLeases } from "../leases";
import { go } from "../router";
import { mayRule } from "../session";
import { recordChanges, status } from "../status";
import { t } from "../words";
import { hasPicture } from "./item_parts";
import { OneItem } from "./one_item";
import { inOrder, isForMe, itemToShow, ruledHere, type Item, type Queue, type Seen } from "./queue";
import { Undo } from "./undo";

/** So many may be asked for at once: the one to look at and the next, whose picture is loaded meanwhile. */
const offeredAtOnce = 2;
/** Enough to find two that nobody else has: what others have is not in the queue that was loaded. */
const askedFor = 50;

/** The item that the address names, or the queue's, kept before people's eyes until they have answered it. */
function useSeen(mine: readonly Item[], offered: readonly Item[], kept: Item | undefined, only: string | undefined): { seen: Seen | undefined; failed: ReturnType<typeof useLoad>["error"] } {
  const asked = useLoad((signal) => (only ? get("/api/items/{item}", { path: { item: only }, signal }) : Promise.resolve(undefined)), [only, acknowledged.value]);
  const queued = only ? undefined : itemToShow(mine, offered, kept);
  const lost = queued?.overtaken ? queued.item.item : undefined;
  const meanwhile = useLoad((signal) => (lost ? get("/api/items/{item}", { path: { item: lost }, signal }) : Promise.resolve(undefined)), [lost, recordChanges.value]);
  if (only) return { seen: asked.value?.item === only ? { item: asked.value, overtaken: false } : undefined, failed: asked.error };
  const now = lost !== undefined && meanwhile.value?.item === lost ? meanwhile.value : undefined;
  // Out of the part of the queue that was loaded, yet still to be ruled on.
  if (queued && now) return { seen: { item: now, overtaken: !isForMe(now) }, failed: undefined };
  return { seen: queued, failed: undefined };
}

/** One item at a time: the row large, the sheet beside it, one key a ruling. */
export function ReviewOne({ queue, only }: { queue: Queue; only: string | undefined }) {
  const [later, setLater] = useState<readonly string[]>([]);
  const [pinned, setPinned] = useState<string | undefined>(undefined);
  const [drawing, setDrawing] = useState(true);
  const kept = useRef<Item | undefined>(undefined);
  const [, setLeft] = useState(0);
  const undoing = useDoing(async () => {
    const items = await queue.undo();
    kept.current = undefined;
    setPinned(items.length === 1 ? items[0] : undefined);
    if (only && items.length > 0) go("xem-xet");
  });

  const mine = queue.items.filter(isForMe);
  const wanted = mine.find((one) => one.item === pinned) ?? kept.current;
  const order = inOrder(mine, later);
  const may = mayRule() && status.value?.frozen !== true;
  const names = only ? [only] : [...(wanted ? [wanted.item] : []), ...order.map((one) => one.item).filter((one) => one !== wanted?.item)];
  const leases = useLeases(may ? names.slice(0, askedFor) : [], offeredAtOnce);
  const offered = may ? order.filter((one) => leases.held.has(one.item)) : order;
  const { seen: found, failed } = useSeen(mine, offered, wanted, only);
  const other = may && found ? leases.others.get(found.item.item) : undefined;
  const seen = found && other !== undefined ? { item: { ...found.item, held_by: other }, overtaken: true } : found;
  const current = seen?.item;
  kept.current = only ? undefined : found?.item;
  const next = offered.find((one) => one.item !== current?.item);
  useEffect(() => {
    // Undone here, but of a style that is not shown now.
    if (pinned && !undoing.busy && !mine.some((one) => one.item === pinned)) go("xem-xet", { item: pinned });
  }, [pinned, undoing.busy]);

  const leave = (): void => {
    kept.current = undefined;
    setPinned(undefined);
    setLeft((times) => times + 1);
    if (only) go("xem-xet");
  };
  const decide = (rulings: Ruling[]): void => {
    leases.spend(rulings.map((one) => one.item));
    leave();
    queue.rule(rulings);
  };
  const answered = (item: string): void => {
    leases.spend([item]);
    leave();
    queue.leave(item);
  };
  const putOff = (): void => {
    if (!current) return;
    if (!only) setLater([...later.filter((one) => one !== current.item), current.item]);
    leave();
  };
  useKeys({ z: () => void undoing.run(), h: () => setDrawing(!drawing), "?": putOff });

  const others = queue.items.length - mine.length;
  const progress = (
    <p class="row" aria-live="polite">
      <span>
        {t("còn", "left")} <strong>{number(mine.length)}</strong> · {t("đã xem", "ruled on here")} <strong>{number(ruledHere().all)}</strong>
        {others > 0 && ` · ${number(others)} ${t("chờ người khác", "wait for somebody else")}`}
      </span>
      <Undo doing={undoing} />
      {only && (
        <Button look="plain" onClick={leave}>
          {t("Về hàng chờ", "Back to the queue")}
        </Button>
      )}
    </p>
  );
  if (only && failed) return <Failure error={failed} />;
  if (!seen) {
    return (
      <div class="stack">
        <NothingOffered leases={leases} mine={mine.length} others={others} elsewhere={queue.elsewhere} />
        {progress}
      </div>
    );
  }
  return (
    <div class="stack">
      <OneItem
        key={seen.item.item}
        item={seen.item}
        overtaken={seen.overtaken}
        drawing={drawing}
        onDrawing={setDrawing}
        onDecide={decide}
        onAnswered={answered}
        onLeave={only ? undefined : seen.overtaken ? leave : putOff}
        progress={progress}
      />
      {next && <Ahead item={next} drawing={drawing} />}
    </div>
  );
}

/** Why no item is shown although some wait. */
function NothingOffered({ leases, mine, others, elsewhere }: { leases: Leases; mine: number; others: number; elsewhere: number }) {
  if (leases.idle) {
    return (
      <Empty
        title={t("Màn hình này để yên đã lâu", "This screen was left alone for a while")}
        text={t("Nó không giữ mục nào, để người khác xem. Bấm một phím hoặc di chuột để xem tiếp.", "It holds no item, so that others may look. Press a key or move the mouse to go on.")}
      />
    );
  }
  const names = [...new Set(leases.others.values())].join(", ");
  if (names || (mine === 0 && elsewhere > 0)) {
    return (
      <Empty
        title={t("Các mục còn lại đang ở màn hình của người khác", "What is left is on other people's screens")}
        text={`${names ? `${names}. ` : ""}${t("Mục nào được trả lại sẽ tự hiện ở đây.", "Whatever is given back appears here by itself.")}`}
      />
    );
  }
  if (mine === 0 && others > 0) {
    return (
      <Empty
        title={t("Phần của mình đã xong", "Your part is done")}
        text={t("Các mục còn lại chờ người thứ hai, hoặc chờ Trưởng Ban.", "What is left waits for a second person or for the head.")}
      />
    );
  }
  return <p class="quiet">{t("Đang tải …", "Loading …")}</p>;
}

/** Loads the next picture while one looks at this one. */
function Ahead({ item, drawing }: { item: Item; drawing: boolean }) {
  useEffect(() => {
    if (!hasPicture(item)) return;
    new Image().src = itemPicture(item.item, drawing, 8);
  }, [item.item, drawing]);
  return null;
}
