import { t } from "../words";

/** What a file of the case is, by the name the program gives it; `order` sorts a list of them. */
export interface DocumentName {
  name: string;
  style: string;
  order: number;
  /** A page of it can be shown as a picture. */
  pages: boolean;
  /** It is signed by people. */
  signed: "digitally" | "by_hand" | "no";
}

const known: [RegExp, (found: RegExpExecArray) => Omit<DocumentName, "pages">][] = [
  [/^bao-cao-(\w+)\.pdf$/, ([, style = ""]) => ({ name: t("Báo cáo kết quả (Phụ lục 5)", "Report of results (Phụ lục 5)"), style, order: 1, signed: "digitally" })],
  [
    /^bien-ban-(\w+)-(\d)\.pdf$/,
    ([, style = "", copy = ""]) => ({
      name: t(`Biên bản kiểm phiếu, bản ${copy}`, `Counting minutes, copy ${copy}`) + (copy === "3" ? t(" (lưu)", " (kept)") : t(" (gửi cấp trên)", " (sent up)")),
      style,
      order: 1 + Number(copy),
      signed: "by_hand",
    }),
  ],
  [/^ket-qua\.xlsx$/, () => ({ name: t("Bảng kết quả có biểu đồ (XLSX)", "Table of results with charts (XLSX)"), style: "", order: 10, signed: "no" })],
  [/^ket-qua\.csv$/, () => ({ name: t("Bảng kết quả (CSV)", "Table of results (CSV)"), style: "", order: 11, signed: "no" })],
  [/^tally\.json$/, () => ({ name: t("Số liệu (JSON)", "Figures (JSON)"), style: "", order: 12, signed: "no" })],
  [/^cvr\.json$/, () => ({ name: t("Từng phiếu, để kiểm tra (JSON)", "Every ballot, for auditors (JSON)"), style: "", order: 13, signed: "no" })],
  [/^dien-tap-(\d+)-(\w+)\.pdf$/, ([, number = "", style = ""]) => ({ name: t(`Biên bản diễn tập lần ${Number(number)}`, `Report of rehearsal ${Number(number)}`), style, order: 20, signed: "by_hand" })],
  [/^bang-chung-(\d+)\.(?:zip|sealed)$/, ([, number = ""]) => ({ name: t(`Gói bằng chứng số ${Number(number)}`, `Evidence package ${Number(number)}`), style: "", order: 30, signed: "no" })],
  [/^[0-9a-f]{16}\.pdf$/, () => ({ name: t("Báo cáo hiệu chuẩn", "Calibration report"), style: "", order: 21, signed: "no" })],
];

export function documentName(file: string): DocumentName {
  const last = file.split("/").pop() ?? file;
  const pages = last.endsWith(".pdf");
  for (const [pattern, name] of known) {
    const found = pattern.exec(last);
    if (found) return { ...name(found), pages };
  }
  return { name: last, style: "", order: file.startsWith("export") ? 30 : 40, pages, signed: "no" };
}

/** A size as people read it: 1,4 MB. */
export function bytesText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits).replace(".", ",")} ${units[unit]}`;
}
