import { candidateName } from "../case";
import { problemName, reasonName, rulingName } from "../components/names";
import { Notice } from "../components/parts";
import { t } from "../words";
import type { Item } from "./queue";

export function hasPicture(item: Item): boolean {
  return item.image !== undefined || item.counted_image !== undefined;
}

export function pictureText(item: Item): string {
  if (item.problem === "write_in") return t("Chỗ có chữ viết thêm, như trên giấy", "Where something was written, as it lies on the paper");
  return item.number !== undefined
    ? t(`Dòng ${item.number} như trên giấy: ${candidateName(item.style, item.number)}`, `Row ${item.number} as it lies on the paper: ${candidateName(item.style, item.number)}`)
    : t("Tờ giấy như đã quét", "The sheet as scanned");
}

/** What the machine proposes and why it asks. */
export function Proposal({ item }: { item: Item }) {
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

export function Voices({ item }: { item: Item }) {
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

