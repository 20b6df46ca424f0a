import { signal } from "@preact/signals";

export type Language = "vi" | "en";

const kept = "kiemphieu.language";

/** The language of the pages; Vietnamese unless somebody chose otherwise in this browser. */
export const language = signal<Language>(localStorage.getItem(kept) === "en" ? "en" : "vi");

export function setLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(kept, chosen);
  document.documentElement.lang = chosen;
}

/** A text in both languages, as the server sends them too. */
export interface Said {
  vi: string;
  en: string;
}

/** The text in the language of the pages. Both stand side by side where they are used. */
export function t(vi: string, en: string): string {
  return language.value === "en" ? en : vi;
}

/** The same for a text that came from the server. */
export function said(text: Said): string {
  return t(text.vi, text.en);
}
