import { candidateName } from "../case";
import { number, timeAndDay } from "../format";
import { t } from "../words";
import { problemName, roleName, rulingName } from "./names";

/** An event as the log gives it; the body's fields are the record's. docs/formats/record.md */
export interface LogEvent {
  kind: string;
  who?: string | undefined;
  body: Record<string, unknown>;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number => (typeof value === "number" ? value : 0);
const size = (value: unknown): number => (value && typeof value === "object" ? Object.keys(value).length : 0);

/** Kinds of events in the order in which they happen, with a name for the filter. */
export function kindNames(): [string, string][] {
  return [
    ["case_made", t("Lập hồ sơ", "Case made")],
    ["account_made", t("Đặt mật khẩu", "Passphrase set")],
    ["account_reset", t("Xóa mật khẩu", "Passphrase taken away")],
    ["logged_in", t("Đăng nhập", "Signed in")],
    ["log_in_failed", t("Đăng nhập không được", "Sign-in failed")],
    ["printed", t("In phiếu", "Ballots printed")],
    ["calibrated", t("Hiệu chuẩn", "Calibrated")],
    ["rehearsed", t("Diễn tập", "Rehearsed")],
    ["rehearsal_waived", t("Bỏ qua diễn tập", "Rehearsal waived")],
    ["declared", t("Khai số phiếu", "Figures declared")],
    ["batch_opened", t("Mở xấp", "Batch opened")],
    ["batch_looked", t("So xấp với máy quét", "Stack compared")],
    ["sheet_accepted", t("Nhận tờ phiếu", "Sheet taken in")],
    ["batch_set_aside", t("Để riêng xấp", "Batch set aside")],
    ["ruling", t("Quyết định", "Ruling")],
    ["hand_entry", t("Nhập tay", "Keyed in")],
    ["second", t("Người thứ hai", "Second person")],
    ["taken_back", t("Rút lại", "Taken back")],
    ["confirmed", t("Xác nhận", "Confirmed")],
    ["reopened", t("Mở lại", "Reopened")],
    ["minutes_made", t("Lập văn bản", "Documents made")],
    ["exported", t("Xuất gói bằng chứng", "Package exported")],
    ["note", t("Ghi cho biên bản", "Noted for the minutes")],
    ["document_signed", t("Ký văn bản", "Document signed")],
    ["station_joined", t("Thêm trạm quét", "Station let in")],
    ["station_adopted", t("Nhận từ trạm quét", "Taken over from a station")],
    ["station_released", t("Không chờ trạm quét", "Station waited for no more")],
    ["upgraded", t("Nâng cấp nhật ký", "Record upgraded")],
  ];
}

export function kindName(kind: string): string {
  return kindNames().find(([one]) => one === kind)?.[1] ?? kind;
}

/** A serial as it is told in a sentence: enough to find it, short enough to read. */
const short = (serial: string): string => `${serial.slice(0, 8)}…`;

/** What an item is about, by its name. */
function itemText(item: string, style: string): string {
  const [kind = "", first = "", second = "", third = "", fourth = ""] = item.split(":");
  switch (kind) {
    case "row": {
      const name = candidateName(style || undefined, Number(second));
      return t(`dòng ${second}${name ? ` (${name})` : ""} của phiếu ${short(first)}`, `row ${second}${name ? ` (${name})` : ""} of ballot ${short(first)}`);
    }
    case "sheet":
      return t(`tờ ${short(first)}`, `sheet ${short(first)}`);
    case "write-in":
      return t(`chữ viết thêm trên phiếu ${short(first)}`, `writing on ballot ${short(first)}`);
    case "missing":
      return t(`tờ ${second} còn thiếu của phiếu ${short(first)}`, `missing sheet ${second} of ballot ${short(first)}`);
    case "paper":
      return t(`phiếu giấy ${short(first)}`, `paper ${short(first)}`);
    case "stray":
      return t(`phiếu giấy không mã số ${second}, loại ${first}`, `paper without a code number ${second}, style ${first}`);
    case "figures":
      return t(`số liệu loại ${first}: ${problemName(second)} (${third} và ${fourth})`, `figures of style ${first}: ${problemName(second)} (${third} and ${fourth})`);
    default:
      return item;
  }
}

const because = (body: Record<string, unknown>): string => {
  const why = text(body["why"]);
  return why ? t(`. Lý do: ${why}`, `. Reason: ${why}`) : "";
};

function declaredText(who: string, body: Record<string, unknown>): string {
  const parts = [
    t(`phát ra ${number(count(body["issued"]))}`, `${number(count(body["issued"]))} issued`),
    t(`thu về ${number(count(body["collected"]))}`, `${number(count(body["collected"]))} collected`),
  ];
  const add = (field: string, vi: string, en: string): void => {
    if (typeof body[field] === "number") parts.push(t(`${vi} ${number(count(body[field]))}`, `${number(count(body[field]))} ${en}`));
  };
  add("exchanged", "đổi", "exchanged");
  add("unused", "không dùng", "unused");
  add("summoned", "triệu tập", "summoned");
  add("present", "có mặt", "present");
  return t(`${who} khai loại ${text(body["style"])}: ${parts.join(", ")}`, `${who} declared style ${text(body["style"])}: ${parts.join(", ")}`) + because(body);
}

function sheetText(body: Record<string, unknown>): string {
  const batch = number(count(body["batch"]));
  if (body["status"] === "unreadable") {
    return t(`Nhận một mặt giấy không đọc được, xấp ${batch}`, `A side that could not be read was taken in, batch ${batch}`);
  }
  if (body["status"] === "blank") return t(`Nhận một mặt trắng, xấp ${batch}`, `A blank side was taken in, batch ${batch}`);
  return t(`Nhận một mặt phiếu loại ${text(body["style"])}, trang ${count(body["page"])}, xấp ${batch}`, `A side of a ballot was taken in: style ${text(body["style"])}, page ${count(body["page"])}, batch ${batch}`);
}

function rehearsedText(who: string, body: Record<string, unknown>): string {
  const differences = Array.isArray(body["differences"]) ? body["differences"].length : 0;
  const style = text(body["style"]);
  const sheets = number(count(body["sheets"]));
  const by = who || t("Ban", "The committee");
  return differences === 0
    ? t(`${by} diễn tập loại ${style}, ${sheets} mặt: ĐẠT`, `${by} rehearsed style ${style}, ${sheets} sides: PASSED`)
    : t(`${by} diễn tập loại ${style}, ${sheets} mặt: KHÔNG ĐẠT, ${number(differences)} chỗ khác`, `${by} rehearsed style ${style}, ${sheets} sides: FAILED, ${number(differences)} differences`);
}

/** The event told in one sentence. */
export function eventText(event: LogEvent): string {
  const { kind, body } = event;
  const who = event.who ?? "";
  const item = itemText(text(body["item"]), text(body["style"]));
  switch (kind) {
    case "case_made":
      return t(`Lập hồ sơ bằng ${text(body["software"])}; ghi dấu ${size(body["files"])} tệp định nghĩa`, `The case was made with ${text(body["software"])}; ${size(body["files"])} files of the definition are fingerprinted`);
    case "printed":
      return t(
        `In ${number(count(body["ballots"]))} phiếu ${body["kind"] === "test" ? "diễn tập" : "chính thức"} loại ${text(body["style"])}`,
        `${number(count(body["ballots"]))} ${body["kind"] === "test" ? "rehearsal" : "official"} ballots of style ${text(body["style"])} were printed`,
      );
    case "declared":
      return declaredText(who, body);
    case "batch_opened": {
      const name = text(body["name"]);
      const source = text(body["source"]);
      return t(`Mở xấp mới${name ? ` "${name}"` : ""} từ ${source}`, `A new batch${name ? ` “${name}”` : ""} was opened from ${source}`);
    }
    case "batch_set_aside":
      return t(`${who} để riêng xấp ${count(body["batch"])}: không tính tờ nào của xấp`, `${who} set batch ${count(body["batch"])} aside: none of its sheets counts`) + because(body);
    case "sheet_accepted":
      return sheetText(body);
    case "ruling":
      if (body["ruling"] === "accepted") return t(`${who} chấp nhận ${item}`, `${who} accepted ${item}`) + because(body);
      return t(`${who} quyết định ${item}: ${rulingName(text(body["ruling"]))}`, `${who} ruled on ${item}: ${rulingName(text(body["ruling"]))}`) + because(body);
    case "hand_entry":
      return t(`${who} nhập tay ${item}`, `${who} keyed in ${item}`) + because(body);
    case "second":
      return (
        (body["answer"] === "agrees"
          ? t(`${who} đồng ý với sự kiện số ${count(body["ruling"])}`, `${who} agreed with event ${count(body["ruling"])}`)
          : t(`${who} không đồng ý với sự kiện số ${count(body["ruling"])}`, `${who} disagreed with event ${count(body["ruling"])}`)) + because(body)
      );
    case "taken_back":
      return t(`${who} rút lại ý kiến về ${item}`, `${who} took back what was said of ${item}`) + because(body);
    case "confirmed":
      return t(`${who} (${roleName(text(body["role"]))}) xác nhận kết quả`, `${who} (${roleName(text(body["role"]))}) confirmed the figures`);
    case "reopened":
      return t(`${who} mở lại kết quả đã xác nhận`, `${who} opened the confirmed count again`) + because(body);
    case "minutes_made":
      return t(`Lập ${size(body["files"])} văn bản, bảng kết quả`, `${size(body["files"])} documents and tables were made`);
    case "exported":
      return t(`Xuất gói bằng chứng, mã gốc ${text(body["contents"]).slice(0, 8)}…`, `The evidence package was exported, root ${text(body["contents"]).slice(0, 8)}…`);
    case "account_made":
      return t(`${who} (${roleName(text(body["role"]))}) đặt mật khẩu`, `${who} (${roleName(text(body["role"]))}) set a passphrase`);
    case "account_reset":
      return t(`${text(body["by"])} xóa mật khẩu của ${who}`, `${text(body["by"])} took away the passphrase of ${who}`);
    case "logged_in":
      return t(`${who} đăng nhập từ ${text(body["from"])}`, `${who} signed in from ${text(body["from"])}`);
    case "log_in_failed":
      return who
        ? t(`Sai mật khẩu của ${who}, từ ${text(body["from"])}`, `A wrong passphrase for ${who}, from ${text(body["from"])}`)
        : t(`Đăng nhập không được, từ ${text(body["from"])}`, `A failed sign-in from ${text(body["from"])}`);
    case "rehearsed":
      return rehearsedText(who, body);
    case "calibrated":
      return t(`${who || "Kỹ thuật viên"} hiệu chuẩn máy quét`, `${who || "The technician"} calibrated the scanner`);
    case "batch_looked":
      return t(`So xấp ${count(body["batch"])} với hồ sơ máy quét`, `Batch ${count(body["batch"])} was compared with the scanner's profile`);
    case "rehearsal_waived":
      return t(`${who} cho kiểm phiếu mà không diễn tập đạt`, `${who} opened the count without a passed rehearsal`) + because(body);
    case "note":
      return text(body["text"])
        ? t(`${who} ghi cho biên bản: “${text(body["text"])}”`, `${who} noted for the minutes: “${text(body["text"])}”`)
        : t(`${who} rút một ghi chú cho biên bản`, `${who} took back a note for the minutes`);
    case "document_signed":
      return t(`Ký số văn bản ${text(body["file"])}: ${text(body["signer"])}`, `${text(body["file"])} was signed by ${text(body["signer"])}`);
    case "station_joined":
      return t(`${who} thêm trạm quét ${count(body["station"])} (${text(body["name"])})`, `${who} let in station ${count(body["station"])} (${text(body["name"])})`);
    case "station_adopted":
      return t(
        `Nhận từ trạm ${count(body["station"])} ${number(count(body["sheets"]))} mặt phiếu mới`,
        `${number(count(body["sheets"]))} new sides were taken over from station ${count(body["station"])}`,
      );
    case "station_released":
      return t(`${who} không chờ trạm ${count(body["station"])} nữa`, `${who} waits for station ${count(body["station"])} no more`) + because(body);
    case "upgraded":
      return t(
        `Nâng nhật ký từ định dạng ${count(body["from_version"])}; giữ nguyên ${number(count(body["events"]))} sự kiện`,
        `The record was brought up from format ${count(body["from_version"])}; its ${number(count(body["events"]))} events are kept`,
      );
    default:
      return kind;
  }
}

/** When it happened, for people. */
export const eventTime = timeAndDay;
