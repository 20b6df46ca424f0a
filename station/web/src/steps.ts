import type { Said } from "./words";

export type Step = "prepare" | "print" | "rehearse" | "declare" | "scan" | "review" | "agree" | "confirm" | "minutes";

export interface Screen {
  /** As it stands in the address. */
  path: string;
  name: Said;
}

/** The procedure from left to right, with the screen of each step. */
export const procedure: readonly (Screen & { step: Step })[] = [
  { step: "prepare", path: "chuan-bi", name: { vi: "Chuẩn bị", en: "Prepare" } },
  { step: "print", path: "in-phieu", name: { vi: "In phiếu", en: "Print" } },
  { step: "rehearse", path: "dien-tap", name: { vi: "Diễn tập", en: "Rehearse" } },
  { step: "declare", path: "phat-thu", name: { vi: "Phát & thu", en: "Issue & collect" } },
  { step: "scan", path: "quet", name: { vi: "Quét", en: "Scan" } },
  { step: "review", path: "xem-xet", name: { vi: "Xem xét", en: "Review" } },
  { step: "agree", path: "doi-chieu", name: { vi: "Đối chiếu", en: "Reconcile" } },
  { step: "confirm", path: "xac-nhan", name: { vi: "Xác nhận", en: "Confirm" } },
  { step: "minutes", path: "bien-ban", name: { vi: "Biên bản", en: "Minutes" } },
];

/** Screens beside the procedure. */
export const others: readonly Screen[] = [
  { path: "nhap-tay", name: { vi: "Nhập tay", en: "Key in" } },
  { path: "ket-qua", name: { vi: "Kết quả", en: "Results" } },
  { path: "nhat-ky", name: { vi: "Nhật ký", en: "Log" } },
  { path: "cac-tram", name: { vi: "Các trạm", en: "Stations" } },
  { path: "hieu-chuan", name: { vi: "Hiệu chuẩn", en: "Calibration" } },
  { path: "tro-giup", name: { vi: "Trợ giúp", en: "Help" } },
];

/** Of them those that a station has, too, that only scans for another's count: it keys nothing in and has no results. */
export const atAnyStation: ReadonlySet<string> = new Set(["nhat-ky", "cac-tram", "hieu-chuan", "tro-giup"]);

export function screenOf(path: string): Screen | undefined {
  return procedure.find((one) => one.path === path) ?? others.find((one) => one.path === path);
}

export function pathOf(step: string): string {
  return procedure.find((one) => one.step === step)?.path ?? "chuan-bi";
}
