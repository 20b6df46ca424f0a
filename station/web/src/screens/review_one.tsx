import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../api/client";
import { candidateName, definition } from "../case";
import { problemName, reasonName, rulingName } from "../components/names";
import { Button, Empty, Failure, Field, Notice } from "../components/parts";
import { itemPicture } from "../components/pictures";
import { SheetZoom } from "../components/sheet_zoom";
import { number } from "../format";
import { useKeys, type KeyMap } from "../keys";
import { useDoing, useLoad } from "../load";
import type { Ruling } from "../outbox";
import { go } from "../router";
import { mayRule } from "../session";
import { acknowledged } from "../outbox";
import { status } from "../status";
import { t } from "../words";
import { isForMe, type Item, type Queue } from "./queue";
import { rulingKeys, sortChoices } from "./ruling_keys";
import { SecondPerson } from "./second_person";

/** One item at a time: the row large, the sheet beside it, one key a ruling. */
export function ReviewOne({ queue, only }: { queue: Queue; only: string | undefined }) {
  const [later, setLater] = useState<readonly string[]>([]);
  const [pinned, setPinned] = useState<string | undefined>(undefined);
  const [drawing, setDrawing] = useState(true);
  const asked = useLoad((signal) => (only ? get("/api/items/{item}", { path: { item: only }, signal }) : Promise.resolve(undefined)), [only, acknowledged.value]);
  const undoing = useDoing(async () => setPinned(await queue.undo()));

  const mine = queue.items.filter(isForMe);
  const waiting = mine.filter((one) => !later.includes(one.item));
  // What was put off comes again once nothing else is left.
  const current = only ? asked.value : (mine.find((one) => one.item === pinned) ?? waiting[0] ?? mine[0]);
  const next = waiting.find((one) => one.item !== current?.item);

  const decide = (rulings: Ruling[]): void => {
    setPinned(undefined);
    queue.rule(rulings);
    if (only) go("xem-xet");
  };
  const putOff = (): void => {
    if (!current) return;
    setPinned(undefined);
    setLater([...later.filter((one) => one !== current.item), current.item]);
  };
  const keys: KeyMap = {
    z: () => void undoing.run(),
    h: () => setDrawing(!drawing),
    "?": putOff,
  };
  useKeys(keys);

  const others = queue.items.length - mine.length;
  const progress = (
    <p class="row" aria-live="polite">
      <span>
        {t("còn", "left")} <strong>{number(mine.length)}</strong> · {t("đã xem", "ruled on here")} <strong>{number(queue.ruledHere)}</strong>
        {others > 0 && ` · ${number(others)} ${t("chờ người khác", "wait for somebody else")}`}
      </span>
      <Button look="plain" keyName="Z" busy={undoing.busy} disabled={queue.ruledHere === 0} onClick={() => void undoing.run()}>
        {t("Hoàn tác", "Undo")}
      </Button>
      {only && (
        <Button look="plain" onClick={() => go("xem-xet")}>
          {t("Về hàng chờ", "Back to the queue")}
        </Button>
      )}
    </p>
  );
  if (only && asked.error) return <Failure error={asked.error} />;
  if (!current) {
    return (
      <div class="stack">
        {others > 0 ? (
          <Empty
            title={t("Phần của mình đã xong", "Your part is done")}
            text={t("Các mục còn lại chờ người thứ hai, hoặc chờ Trưởng Ban.", "What is left waits for a second person or for the head.")}
          />
        ) : (
          <p class="quiet">{t("Đang tải …", "Loading …")}</p>
        )}
        {progress}
        <Failure error={undoing.error} />
      </div>
    );
  }
  return (
    <div class="stack">
      <OneItem key={current.item} item={current} drawing={drawing} onDrawing={setDrawing} onDecide={decide} onLater={only ? undefined : putOff} progress={progress} />
      <Failure error={undoing.error} />
      {next && <Ahead item={next} drawing={drawing} />}
    </div>
  );
}

/** Loads the next picture while one looks at this one. */
function Ahead({ item, drawing }: { item: Item; drawing: boolean }) {
  useEffect(() => {
    if (!hasPicture(item)) return;
    new Image().src = itemPicture(item.item, drawing, 8);
  }, [item.item, drawing]);
  return null;
}

function hasPicture(item: Item): boolean {
  return item.image !== undefined || item.counted_image !== undefined;
}

interface OneProps {
  item: Item;
  drawing: boolean;
  onDrawing: (on: boolean) => void;
  onDecide: (rulings: Ruling[]) => void;
  onLater: (() => void) | undefined;
  progress: ComponentChildren;
}

function OneItem({ item, drawing, onDrawing, onDecide, onLater, progress }: OneProps) {
  const [why, setWhy] = useState("");
  const [style, setStyle] = useState("");
  const [missing, setMissing] = useState<string | undefined>(undefined);
  const reason = useRef<HTMLInputElement>(null);
  const styles = definition.value?.definition.styles ?? [];
  const needsStyle = item.style === undefined && styles.length > 1;
  const may = mayRule() && status.value?.frozen !== true;
  const seconding = item.waiting?.standing === "awaits_second";

  const decide = (ruling: NonNullable<Item["choices"]>[number]): void => {
    if (ruling === "by-hand") {
      go("nhap-tay", { item: item.item });
      return;
    }
    if (ruling === "accepted" && why.trim() === "") {
      setMissing(t("Chấp nhận số không khớp thì phải ghi lý do.", "Figures that do not agree are accepted only with a reason."));
      reason.current?.focus();
      return;
    }
    const needed = ruling === "not-issued" && item.style === undefined;
    const known = style || (styles.length === 1 ? styles[0]?.id : undefined);
    if (needed && !known) {
      setMissing(t("Chọn loại phiếu: tờ này không cho biết.", "Choose the style: the sheet does not tell it."));
      return;
    }
    onDecide([{ item: item.item, ruling, ...(why.trim() ? { why: why.trim() } : {}), ...(needed && known ? { style: known } : {}) }]);
  };
  const choices = sortChoices(item.choices);
  const keys: KeyMap = {
    w: () => reason.current?.focus(),
  };
  if (may && !seconding) {
    for (const choice of choices) {
      const key = rulingKeys[choice];
      if (key) keys[key] = () => decide(choice);
    }
    const proposal = item.proposal;
    if (proposal && choices.includes(proposal)) keys["Enter"] = () => decide(proposal);
  }
  useKeys(keys);
  const image = item.counted_image ?? item.image;
  const page = item.counted_image ? (item.counted_page_in_file ?? 1) : (item.page_in_file ?? 1);
  return (
    <div class={image ? "review" : "review single"} data-item={item.item} data-problem={item.problem}>
      <div class="stack">
        <div class="row apart">
          <h2>
            {item.number !== undefined ? `${item.number}. ${candidateName(item.style, item.number)}` : problemName(item.problem)}
            {item.style && <span class="quiet"> · {t("loại", "style")} {item.style}</span>}
          </h2>
          {hasPicture(item) && (
            <Button look="plain" keyName="H" aria-pressed={drawing} onClick={() => onDrawing(!drawing)}>
              {t("Nét đọc của máy", "The machine's reading")}
            </Button>
          )}
        </div>
        {hasPicture(item) && <img class="row-picture" src={itemPicture(item.item, drawing, 8)} alt={pictureText(item)} />}
        <Proposal item={item} />
        {seconding && may ? (
          <SecondPerson item={item} />
        ) : (
          <>
            {item.waiting?.standing === "disputed" && <Voices item={item} />}
            {may && (
              <div class="rulings" role="group" aria-label={t("Quyết định", "Rulings")}>
                {choices.map((choice) => (
                  <Button key={choice} keyName={(rulingKeys[choice] ?? "").toUpperCase()} look={choice === item.proposal ? "first" : undefined} onClick={() => decide(choice)}>
                    {rulingName(choice)}
                  </Button>
                ))}
                {onLater && (
                  <Button keyName="?" look="plain" onClick={onLater}>
                    {t("Để sau", "Later")}
                  </Button>
                )}
              </div>
            )}
            {missing && <Notice needsPeople title={missing} />}
            {may && needsStyle && (
              <Field label={t("Loại phiếu của tờ này", "The sheet's style")}>
                {(attributes) => (
                  <select {...attributes} value={style} onChange={(event) => setStyle(event.currentTarget.value)}>
                    <option value="">{t("chưa rõ", "not known")}</option>
                    {styles.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.id}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            )}
            {may && (
              <Field label={t("Lý do, nếu cần ghi (phím W)", "Reason, where one is needed (key W)")}>
                {(attributes) => <input ref={reason} {...attributes} autocomplete="off" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}
              </Field>
            )}
          </>
        )}
        {progress}
      </div>
      {image && <SheetZoom image={image} page={page} drawing={drawing} />}
    </div>
  );
}

function pictureText(item: Item): string {
  return item.number !== undefined
    ? t(`Dòng ${item.number} như trên giấy: ${candidateName(item.style, item.number)}`, `Row ${item.number} as it lies on the paper: ${candidateName(item.style, item.number)}`)
    : t("Tờ giấy như đã quét", "The sheet as scanned");
}

/** What the machine proposes and why it asks. */
function Proposal({ item }: { item: Item }) {
  const reasons = [...(item.reading?.reasons ?? []), ...(item.reason ? [item.reason] : [])];
  return (
    <p class="proposal">
      {item.proposal ? (
        <span>
          {t("Máy đề nghị", "The machine proposes")}: <strong>{rulingName(item.proposal)}</strong> <kbd>Enter</kbd>
        </span>
      ) : (
        <span>{t("Máy không đề nghị gì", "The machine proposes nothing")}</span>
      )}
      <span>
        {t("vì", "because")}: {problemName(item.problem).toLowerCase()}
        {reasons.length > 0 && ` (${reasons.map(reasonName).join(", ")})`}
      </span>
      {item.ruling && (
        <span>
          {t("Quyết định hiện nay", "Ruling now")}: <strong>{rulingName(item.ruling)}</strong>
        </span>
      )}
    </p>
  );
}

function Voices({ item }: { item: Item }) {
  return (
    <Notice needsPeople title={t("Hai người ý kiến khác nhau: Trưởng Ban quyết định.", "Two people say otherwise: the head rules.")}>
      <ul>
        {item.waiting?.rulings.map((one) => (
          <li key={one.number}>
            {one.who}: <strong>{one.ruling ? rulingName(one.ruling) : t("nhập tay", "keyed in")}</strong>
            {one.why && ` – ${one.why}`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

