import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { candidateName, definition } from "../case";
import { problemName, rulingName } from "../components/names";
import { Button, Field, Notice } from "../components/parts";
import { itemPicture } from "../components/pictures";
import { SheetZoom } from "../components/sheet_zoom";
import { useKeys, type KeyMap } from "../keys";
import type { Ruling } from "../outbox";
import { go } from "../router";
import { mayRule } from "../session";
import { status } from "../status";
import { t } from "../words";
import { hasPicture, pictureText, Proposal, Voices } from "./item_parts";
import { useFieldHasKeys, useLooking, type Looking } from "./looking";
import type { Item } from "./queue";
import { rulingKeys, sortChoices } from "./ruling_keys";
import { SecondPerson } from "./second_person";

type Choice = NonNullable<Item["choices"]>[number];

interface OneProps {
  item: Item;
  /** Somebody else settled it while it stood here. */
  overtaken: boolean;
  drawing: boolean;
  onDrawing: (on: boolean) => void;
  onDecide: (rulings: Ruling[]) => void;
  /** A second person has answered. */
  onAnswered: (item: string) => void;
  onLeave: (() => void) | undefined;
  progress: ComponentChildren;
}

/** Whether rulings are taken here now, else the sentence why not. */
function whyNotNow(overtaken: boolean, holder: string | undefined, seconding: boolean): string | undefined {
  if (!mayRule()) return t("Vai này chỉ xem: phím quyết định không dùng được.", "This role only looks: keys do not rule.");
  if (status.value?.frozen === true) return t("Kết quả đã xác nhận: phải mở lại mới quyết định được.", "The count is confirmed: reopen it to rule.");
  if (holder) return t(`${holder} đang xem mục này: phím chưa ghi gì.`, `${holder} has this item before them: the key recorded nothing.`);
  if (overtaken) return t("Người khác vừa quyết định mục này: phím chưa ghi gì. Enter để sang mục tiếp.", "Somebody else has just ruled on this item: the key recorded nothing. Enter goes on.");
  if (seconding) return t("Mục này chờ người thứ hai: bấm Y hoặc N.", "This item waits for a second person: press Y or N.");
  return undefined;
}

function tooSoon(looking: Looking): string {
  return looking.state === "coming"
    ? t("Chưa ghi gì: bấm trước khi mục này hiện ra. Nhìn rồi bấm lại.", "Nothing recorded: that was pressed before this item was shown. Look, then press again.")
    : t("Chưa ghi gì: bấm ngay lúc mục này vừa hiện. Nhìn rồi bấm lại.", "Nothing recorded: that was pressed as this item appeared. Look, then press again.");
}

/** One item with its picture, its sheet, and a key a ruling; a key acts on what was seen, or says why it did not. */
export function OneItem({ item, overtaken, drawing, onDrawing, onDecide, onAnswered, onLeave, progress }: OneProps) {
  const [why, setWhy] = useState("");
  const [style, setStyle] = useState("");
  const [missing, setMissing] = useState<string | undefined>(undefined);
  const [unheard, setUnheard] = useState<string | undefined>(undefined);
  const reason = useRef<HTMLInputElement>(null);
  const looking = useLooking(hasPicture(item));
  const styles = definition.value?.definition.styles ?? [];
  const needsStyle = item.style === undefined && styles.length > 1;
  const may = mayRule() && status.value?.frozen !== true && !overtaken;
  const seconding = item.waiting?.standing === "awaits_second";
  const choices = sortChoices(item.choices);

  const decide = (ruling: Choice): void => {
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
  const refusal = whyNotNow(overtaken, item.held_by, seconding);
  /** Does what was pressed if it was meant for this item; else says that nothing was recorded. */
  const heed = (event: Event, act: () => void): void => {
    const why = looking.sawIt(event) ? undefined : tooSoon(looking);
    setUnheard(why);
    if (!why) act();
  };
  const press = (choice: Choice, event: Event): void => heed(event, () => (refusal ? setUnheard(refusal) : decide(choice)));

  const keys: KeyMap = { w: () => reason.current?.focus() };
  for (const [choice, key] of Object.entries(rulingKeys)) {
    keys[key] = choices.includes(choice as Choice)
      ? (event) => press(choice as Choice, event)
      : () => setUnheard(refusal ?? t(`Chưa ghi gì: phím ${key.toUpperCase()} không dùng cho mục này.`, `Nothing recorded: key ${key.toUpperCase()} is not for this item.`));
  }
  const proposal = item.proposal;
  if (overtaken && onLeave) keys["Enter"] = onLeave;
  else if (proposal && choices.includes(proposal)) keys["Enter"] = (event) => press(proposal, event);
  // A second person's own keys.
  if (seconding && may) for (const key of ["y", "n"]) delete keys[key];
  useKeys(keys);
  const image = item.counted_image ?? item.image;
  const page = item.counted_image ? (item.counted_page_in_file ?? 1) : (item.page_in_file ?? 1);
  return (
    <div class={image ? "review" : "review single"} data-item={item.item} data-problem={item.problem} data-shown={looking.state}>
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
        <Picture item={item} drawing={drawing} looking={looking} />
        <Proposal item={item} />
        {overtaken ? (
          <Overtaken item={item} onNext={onLeave} />
        ) : seconding && may ? (
          <SecondPerson item={item} heed={heed} onAnswered={onAnswered} />
        ) : (
          <>
            {item.waiting?.standing === "disputed" && <Voices item={item} />}
            {may && (
              <div class="rulings" role="group" aria-label={t("Quyết định", "Rulings")}>
                {choices.map((choice) => (
                  <Button key={choice} keyName={(rulingKeys[choice] ?? "").toUpperCase()} look={choice === proposal ? "first" : undefined} onClick={(event) => press(choice, event)}>
                    {rulingName(choice)}
                  </Button>
                ))}
                {onLeave && (
                  <Button keyName="?" look="plain" onClick={onLeave}>
                    {t("Để sau", "Later")}
                  </Button>
                )}
              </div>
            )}
            {missing && <Notice needsPeople title={missing} />}
            {may && needsStyle && <StyleField style={style} onStyle={setStyle} />}
            {may && (
              <Field label={t("Lý do, nếu cần ghi (phím W)", "Reason, where one is needed (key W)")}>
                {(attributes) => <input ref={reason} {...attributes} autocomplete="off" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />}
              </Field>
            )}
          </>
        )}
        <KeyAnswer unheard={unheard} />
        {progress}
      </div>
      {image && <SheetZoom image={image} page={page} drawing={drawing} />}
    </div>
  );
}

function Picture({ item, drawing, looking }: { item: Item; drawing: boolean; looking: Looking }) {
  if (!hasPicture(item)) return null;
  return (
    <>
      <img class="row-picture" decoding="sync" src={itemPicture(item.item, drawing, 8)} alt={pictureText(item)} onLoad={looking.arrived} onError={looking.failed} />
      {looking.state === "failed" && (
        <Notice
          needsPeople
          title={t("Không hiện được ảnh của mục này.", "The picture of this item cannot be shown.")}
          todo={t("Xem tờ giấy trước khi quyết định, hoặc để sau.", "Look at the paper before you rule, or put it off.")}
        />
      )}
    </>
  );
}

function StyleField({ style, onStyle }: { style: string; onStyle: (style: string) => void }) {
  return (
    <Field label={t("Loại phiếu của tờ này", "The sheet's style")}>
      {(attributes) => (
        <select {...attributes} value={style} onChange={(event) => onStyle(event.currentTarget.value)}>
          <option value="">{t("chưa rõ", "not known")}</option>
          {(definition.value?.definition.styles ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.id}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** What became of a key that recorded nothing, and where the keys go while a field has them; its line is always there. */
function KeyAnswer({ unheard }: { unheard: string | undefined }) {
  const inField = useFieldHasKeys();
  const resting = mayRule() && inField ? t("Phím đang gõ vào ô; Esc để phím quyết định dùng lại được.", "Keys go to the field; Esc gives them back to the rulings.") : undefined;
  return (
    <p class={unheard ? "key-answer needs" : "key-answer quiet"} role="status">
      {unheard ?? resting}
    </p>
  );
}

function Overtaken({ item, onNext }: { item: Item; onNext: (() => void) | undefined }) {
  return (
    <Notice title={item.held_by ? t(`${item.held_by} đang xem mục này.`, `${item.held_by} has this item before them.`) : item.ruling ? t(`Người khác vừa quyết định mục này: ${rulingName(item.ruling)}.`, `Somebody else has just ruled on this item: ${rulingName(item.ruling)}.`) : t("Mục này không còn chờ mình.", "This item no longer waits for you.")}>
      {onNext && (
        <Button look="first" onClick={onNext}>
          {t("Mục tiếp theo", "Next item")} <kbd>Enter</kbd>
        </Button>
      )}
    </Notice>
  );
}
