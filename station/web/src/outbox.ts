import { signal } from "@preact/signals";
import { ApiError, post, type Body } from "./api/client";
import { session } from "./session";

export type Ruling = Body<"/api/rulings", "post">["rulings"][number];

/** Rulings that the server has not acknowledged yet, in the order they were made. */
export interface Unsent {
  id: number;
  who: string;
  rulings: Ruling[];
}

/** Rulings that the server refused: nobody may believe that they hold. */
export interface Refused {
  entry: Unsent;
  error: ApiError;
}

const kept = "kiemphieu.unsent";

function read(): Unsent[] {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? "[]") as Unsent[];
  } catch {
    return [];
  }
}

/** Kept in the browser too, so that a page loaded again still has them. */
export const outbox = signal<Unsent[]>(read());
export const refused = signal<Refused[]>([]);

function keep(entries: Unsent[]): void {
  outbox.value = entries;
  sessionStorage.setItem(kept, JSON.stringify(entries));
}

let nextId = Math.max(0, ...outbox.value.map((one) => one.id)) + 1;
let sending: Promise<void> | undefined;

/** Whoever wants to know that rulings arrived, e.g. to load the queue again. */
export const acknowledged = signal(0);

async function sendAll(): Promise<void> {
  for (;;) {
    const who = session.value?.who;
    const next = outbox.value.find((one) => one.who === who);
    if (!next) return;
    try {
      await post("/api/rulings", { body: { rulings: next.rulings } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.passing) return;
      refused.value = [...refused.value, { entry: next, error }];
    }
    keep(outbox.value.filter((one) => one.id !== next.id));
    acknowledged.value += 1;
  }
}

/** Sends what is unsent of whoever is signed in; called after a ruling, on connecting again and on signing in. */
export function flush(): Promise<void> {
  sending ??= sendAll().finally(() => (sending = undefined));
  return sending;
}

/** Keeps rulings and sends them; resolves when they arrived, were refused, or are kept for later. */
export async function rule(rulings: Ruling[]): Promise<void> {
  keep([...outbox.value, { id: nextId++, who: session.value?.who ?? "", rulings }]);
  await sending;
  await flush();
}

/** Takes a ruling out that never left; false when it has left or is on its way. */
export function dropUnsent(item: string): boolean {
  if (sending || !outbox.value.some((one) => one.rulings.some((ruling) => ruling.item === item))) return false;
  const without = outbox.value.map((one) => ({ ...one, rulings: one.rulings.filter((ruling) => ruling.item !== item) }));
  keep(without.filter((one) => one.rulings.length > 0));
  return true;
}

/** Tries again every few seconds while anything is unsent. */
window.setInterval(() => {
  if (outbox.value.length > 0 && session.value?.signed_in) void flush();
}, 3000);

window.addEventListener("beforeunload", (event) => {
  if (outbox.value.length > 0) event.preventDefault();
});
