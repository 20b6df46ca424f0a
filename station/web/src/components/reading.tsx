import type { components } from "../api/schema";
import { t } from "../words";
import { reasonName } from "./names";
import { CheckSign, NeedsSign } from "./signs";

type Sheet = components["schemas"]["Sheets"]["sheets"][number];

/** What a sheet needs, in a few words. */
export function sheetWord(sheet: Sheet): string {
  if (sheet.status === "unreadable") return reasonName(sheet.reason ?? "unreadable");
  if (sheet.status === "blank") return t("mặt trắng", "blank side");
  return sheet.needs_people ? t("Ban xem", "for people") : t("đã đọc", "read");
}

/** A sheet's state as a sign and a word. */
export function SheetState({ sheet }: { sheet: Sheet }) {
  const needs = sheet.needs_people === true || sheet.status === "unreadable";
  return (
    <span class={needs ? "mark needs" : "mark"}>
      {needs ? <NeedsSign /> : <CheckSign />}
      {sheetWord(sheet)}
    </span>
  );
}
