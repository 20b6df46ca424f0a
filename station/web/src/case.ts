import { signal } from "@preact/signals";
import { get, type Reply } from "./api/client";

export type CaseDefinition = Reply<"/api/definition", "get">;

/** The conference as it was made; it never changes once there is a case, so it is asked for once. */
export const definition = signal<CaseDefinition | undefined>(undefined);

export async function loadDefinition(): Promise<CaseDefinition> {
  definition.value ??= await get("/api/definition");
  return definition.value;
}

export function candidateName(style: string | undefined, number: number | undefined): string {
  const found = definition.value?.definition.styles.find((one) => one.id === style);
  return found && number !== undefined ? (found.candidates[number - 1]?.name ?? "") : "";
}

/** The styles to show: the one chosen above, or all. */
export function stylesShown(chosen: string): CaseDefinition["definition"]["styles"] {
  const styles = definition.value?.definition.styles ?? [];
  return chosen === "" ? styles : styles.filter((one) => one.id === chosen);
}
