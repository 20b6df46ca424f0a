import { signal } from "@preact/signals";
import type { components } from "./api/schema";
import { t } from "./words";

export type Definition = components["schemas"]["Definition"];
export type Style = components["schemas"]["Style"];
export type Candidate = components["schemas"]["Candidate"];
export type CommitteeMember = components["schemas"]["CommitteeMember"];
export type Problem = components["schemas"]["DefinitionProblem"];

const kept = "kiemphieu.draft";

export function emptyStyle(id: string): Style {
  return { id, voters: "", positions: "", candidates: [] };
}

function emptyDraft(): Definition {
  return {
    organisation: "",
    place: "",
    date: "",
    session: "",
    kind: "party",
    styles: [emptyStyle("A")],
    committee: [
      { name: "", role: "head" },
      { name: "", role: "secretary" },
      { name: "", role: "member" },
      { name: "", role: "technician" },
      { name: "", role: "observer" },
    ],
    policy: { crossed_name: "ballot", two_person: false, seal: "ignore", rehearsal: "advise", mark_box: "cell" },
  };
}

function read(): Definition {
  try {
    const text = localStorage.getItem(kept);
    return text ? (JSON.parse(text) as Definition) : emptyDraft();
  } catch {
    return emptyDraft();
  }
}

/** The conference being set up; kept in this browser until the case is made. */
export const draft = signal<Definition>(read());

export function change(next: Definition): void {
  draft.value = next;
  localStorage.setItem(kept, JSON.stringify(next));
}

export function forgetDraft(): void {
  localStorage.removeItem(kept);
  draft.value = emptyDraft();
}

export function changeStyle(index: number, next: Partial<Style>): void {
  change({ ...draft.value, styles: draft.value.styles.map((one, at) => (at === index ? { ...one, ...next } : one)) });
}

/** What is sent: fields left empty are left out, rows with nothing in them too. */
export function toSend(definition: Definition): Definition {
  const { parent_organisation, documents, ...rest } = definition;
  const filled = Object.fromEntries(Object.entries(documents ?? {}).filter(([, value]) => value !== ""));
  return {
    ...rest,
    ...(parent_organisation ? { parent_organisation } : {}),
    ...(Object.keys(filled).length > 0 ? { documents: filled as NonNullable<Definition["documents"]> } : {}),
    styles: definition.styles.map(({ voters, positions, group, ...style }) => ({
      ...style,
      ...(group ? { group } : {}),
      ...(voters || !group ? { voters: voters ?? "" } : {}),
      ...(positions || !group ? { positions: positions ?? "" } : {}),
      candidates: style.candidates.filter((one) => one.name !== "" || one.position !== "").map(({ name, position }) => ({ name, position })),
    })),
    committee: definition.committee.filter((one) => one.name.trim() !== ""),
  };
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
}

/** A day that is missing or none stops the server's check, so it is told here; the rest is checked with another in its place. */
export function dayProblem(definition: Definition): Problem | undefined {
  if (isDay(definition.date)) return undefined;
  return { field: "date", vi: "cần một ngày như 24/12/2026", en: "expected a day like 24/12/2026" };
}

export function toCheck(definition: Definition): Definition {
  const sent = toSend(definition);
  return isDay(sent.date) ? sent : { ...sent, date: "2000-01-01" };
}

/** The problems of one field, in one sentence. */
export function problemsOf(problems: readonly Problem[], field: string): Problem | undefined {
  return problems.find((one) => one.field === field);
}

/** Where a problem is, in words: "Loại A, dòng 3". Empty when the sentence says it by itself. */
export function placeOfProblem(problem: Problem, definition: Definition): string {
  const found = /^styles\.(\d+)(?:\.candidates\.(\d+))?(?:\.(\w+))?/.exec(problem.field);
  if (found) {
    const style = definition.styles[Number(found[1])]?.id ?? String(Number(found[1]) + 1);
    const parts = [`${t("Loại", "Style")} ${style}`];
    if (found[2] !== undefined) parts.push(`${t("dòng", "row")} ${Number(found[2]) + 1}`);
    const name = fieldName(found[3] ?? "");
    if (name) parts.push(name);
    return parts.join(", ");
  }
  if (problem.field.startsWith("committee")) return t("Ban Kiểm phiếu", "The committee");
  return fieldName(problem.field);
}

function fieldName(field: string): string {
  const names: Record<string, [string, string]> = {
    organisation: ["Tên tổ chức", "Organisation"],
    parent_organisation: ["Cơ quan cấp trên", "Parent organisation"],
    place: ["Nơi họp", "Place"],
    date: ["Ngày họp", "Day"],
    session: ["Tên hội nghị", "Session"],
    voters: ["thành phần ghi phiếu", "who votes"],
    positions: ["chức danh được lấy phiếu", "positions voted on"],
    name: ["họ và tên", "name"],
    position: ["chức vụ", "position"],
    candidates: ["danh sách", "the list"],
    id: ["ký hiệu", "letter"],
  };
  const found = names[field];
  return found ? t(found[0], found[1]) : "";
}
