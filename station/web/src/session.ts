import { signal } from "@preact/signals";
import { ApiError, get, remove, setCsrf, whenSignedOut, type Reply } from "./api/client";
import { setLanguage } from "./words";

export type Session = Reply<"/api/session", "get">;
export type Role = "head" | "secretary" | "member" | "technician" | "observer" | "setup";

/** Who is signed in; undefined until the server has said so. */
export const session = signal<Session | undefined>(undefined);

/** Set when somebody was signed out in the middle of work: the sign-in page then says that nothing is lost. */
export const signedOutAmidWork = signal(false);

export async function loadSession(): Promise<void> {
  const found = await get("/api/session");
  setCsrf(found.csrf ?? "");
  session.value = found;
  if (found.signed_in) signedOutAmidWork.value = false;
  if (found.language_default === "en" && localStorage.getItem("kiemphieu.language") === null) setLanguage("en");
}

export async function signOut(): Promise<void> {
  try {
    await remove("/api/session");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
  await loadSession();
}

whenSignedOut(() => {
  if (session.value?.signed_in) signedOutAmidWork.value = true;
  void loadSession().catch(() => undefined);
});

export function role(): Role | undefined {
  return session.value?.role as Role | undefined;
}

/** What a role may do; the server refuses the rest, the page says so before one tries. */
export function mayRule(): boolean {
  return ["head", "secretary", "member"].includes(role() ?? "");
}
export function mayConfirm(): boolean {
  return ["head", "secretary"].includes(role() ?? "");
}
export function mayRunMachine(): boolean {
  return ["head", "secretary", "technician"].includes(role() ?? "");
}
