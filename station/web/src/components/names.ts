import type { components } from "../api/schema";
import { t } from "../words";

export type Level = components["schemas"]["Level"];
export type RulingValue = components["schemas"]["Ruling"];

export function roleName(role: string): string {
  switch (role) {
    case "head":
      return t("Trưởng Ban", "Head");
    case "secretary":
      return t("Thư ký", "Secretary");
    case "member":
      return t("Thành viên", "Member");
    case "technician":
      return t("Kỹ thuật viên", "Technician");
    case "observer":
      return t("Giám sát", "Observer");
    case "setup":
      return t("Lập hồ sơ", "Setting up");
    default:
      return role;
  }
}

export function levelName(level: Level): string {
  if (level === "high") return t("Tín nhiệm cao", "High confidence");
  if (level === "confidence") return t("Tín nhiệm", "Confidence");
  return t("Tín nhiệm thấp", "Low confidence");
}

/** A ruling or a proposal, short enough for a button. */
export function rulingName(ruling: string): string {
  switch (ruling) {
    case "high":
      return t("Cao", "High");
    case "confidence":
      return t("Tín nhiệm", "Confidence");
    case "low":
      return t("Thấp", "Low");
    case "none":
      return t("Không ô nào", "No box");
    case "double":
      return t("Hai ô", "Two boxes");
    case "triple":
      return t("Ba ô", "Three boxes");
    case "crossed":
      return t("Gạch tên", "Name crossed");
    case "not-crossed":
      return t("Không gạch tên", "Name not crossed");
    case "not-issued":
      return t("Không do Ban phát ra", "Not issued");
    case "issued":
      return t("Đúng phiếu của Ban", "Issued by us");
    case "ignore":
      return t("Không phải phiếu", "Not a ballot");
    case "by-hand":
      return t("Nhập tay", "Key in by hand");
    case "noted":
      return t("Có ghi thêm tên", "A name was added");
    case "nothing":
      return t("Không phải tên", "Not a name");
    case "accepted":
      return t("Chấp nhận, ghi lý do", "Accept, with a reason");
    default:
      return ruling;
  }
}

/** Why an item is put before people. */
export function problemName(problem: string): string {
  switch (problem) {
    case "row_none":
      return t("Không ô nào có dấu", "No box is marked");
    case "row_double":
      return t("Dấu ở hai ô", "Two boxes are marked");
    case "row_triple":
      return t("Dấu ở ba ô", "Three boxes are marked");
    case "row_unsure":
      return t("Dấu không rõ", "The mark is not clear");
    case "name_crossed":
      return t("Họ tên bị gạch", "The name is crossed out");
    case "name_maybe_crossed":
      return t("Có thể gạch họ tên", "The name may be crossed out");
    case "scans_contradict":
      return t("Hai lần quét đọc khác nhau", "Two scans read differently");
    case "row_ruled":
      return t("Dòng Ban đã quyết định", "A row ruled on");
    case "unreadable":
      return t("Không đọc được tờ này", "The sheet could not be read");
    case "no_code":
      return t("Không thấy mã phiếu", "No ballot code found");
    case "not_authentic":
      return t("Mã không phải của Ban", "The code is not ours");
    case "other_conference":
      return t("Phiếu của hội nghị khác", "Ballot of another conference");
    case "never_printed":
      return t("Mã số phiếu chưa từng in", "A serial never printed");
    case "second_copy":
      return t("Mã số phiếu này đã đếm", "This serial was counted already");
    case "test_ballot":
      return t("Phiếu thử", "A test ballot");
    case "seal_missing":
      return t("Thiếu dấu treo", "The seal is missing");
    case "double_feed":
      return t("Hai tờ chồng lên nhau", "Two sheets at once");
    case "sheet_ruled":
      return t("Tờ Ban đã quyết định", "A sheet ruled on");
    case "keyed":
      return t("Phiếu nhập tay", "A paper keyed in");
    case "write_in":
      return t("Có chữ viết thêm", "Writing was added");
    case "sheet_missing":
      return t("Phiếu thiếu một tờ", "A sheet of the ballot is missing");
    case "collected_over_issued":
      return t("Thu về nhiều hơn phát ra", "More collected than issued");
    case "scanned_differs":
      return t("Số quét khác số thu về", "Scanned differs from collected");
    case "printed_differs":
      return t("Số in không khớp", "Printed ballots do not add up");
    case "quorum":
      return t("Chưa đủ 2/3 có mặt", "Under two thirds are present");
    case "counted":
      return t("Máy đã đếm", "Counted by the machine");
    default:
      return problem;
  }
}

/** What made the machine unsure, or turned a sheet away. */
export function reasonName(reason: string): string {
  const names: Record<string, [string, string]> = {
    faint: ["dấu mờ", "faint mark"],
    small_mark: ["dấu quá nhỏ", "very small mark"],
    corrected: ["dấu bị sửa hoặc tô đè", "corrected mark"],
    unusual_mark: ["không phải dấu X", "not an X"],
    overspill: ["nét tràn sang ô bên", "mark runs into the next box"],
    tangled: ["nét dính dòng bên cạnh", "mark joins a neighbouring row"],
    out_of_place: ["dấu nằm ngoài ô", "mark outside the box"],
    stray_ink: ["vết mực lạ", "stray ink"],
    streak: ["sọc của máy quét", "scanner streak"],
    not_a_ballot: ["không phải phiếu", "not a ballot"],
    no_code: ["không thấy mã", "no code"],
    damaged_image: ["tệp ảnh hỏng", "damaged image"],
    not_registered: ["nhăn hoặc xiên quá", "too crooked or creased"],
    cut_off: ["mất góc, bị cắt", "cut off"],
    other_layout: ["phiếu của lần in khác", "another layout"],
    write_in: ["có chữ viết thêm", "writing added"],
    duplicate: ["trùng mã số phiếu", "duplicate serial"],
    not_authentic: ["mã không phải của Ban", "not authentic"],
    seal_missing: ["thiếu dấu treo", "no seal"],
    folded: ["có nếp gấp", "folded"],
    double_feed: ["hai tờ chồng lên nhau", "two sheets at once"],
    cut_edge: ["mất mép", "an edge is cut off"],
    low_toner: ["mực in nhạt", "pale print"],
    ink_outside: ["có mực ngoài bảng", "ink outside the table"],
    code_by_ocr: ["mã đọc bằng chữ in", "code read from its print"],
    test_ballot: ["phiếu thử", "test ballot"],
    crossed: ["gạch tên", "crossed name"],
    blank: ["mặt trắng", "blank side"],
  };
  const found = names[reason];
  return found ? t(found[0], found[1]) : reason.replace(/_/g, " ");
}

/** Where sheets come from, in words. */
export function sourceName(source: string | undefined): string {
  const [kind, rest] = [source?.slice(0, source.indexOf(":")), source?.slice(source.indexOf(":") + 1) ?? ""];
  if (kind === "escl") return `${t("máy quét mạng", "network scanner")} ${rest}`;
  if (kind === "sane") return `${t("máy quét", "scanner")} ${rest}`;
  if (kind === "folder") return `${t("thư mục", "folder")} ${rest}`;
  return source ?? "";
}
