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

/** Whether the last try did not get through; what is merely on its way is no reason to alarm anybody. */
export const stuck = signal(false);

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

/** Sent together when several wait; undefined when it arrived. */
async function attempt(entries: Unsent[]): Promise<ApiError | undefined> {
  try {
    await post("/api/rulings", { body: { rulings: entries.flatMap((one) => one.rulings) } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error;
  }
  return undefined;
}

function settle(entries: Unsent[]): void {
  const gone = new Set(entries.map((one) => one.id));
  keep(outbox.value.filter((one) => !gone.has(one.id)));
  stuck.value = false;
  acknowledged.value += 1;
}

async function sendAll(): Promise<void> {
  let oneByOne = false;
  for (;;) {
    const who = session.value?.who;
    const mine = outbox.value.filter((one) => one.who === who);
    const next = oneByOne ? mine.slice(0, 1) : mine;
    const [first] = next;
    if (!first) return;
    const error = await attempt(next);
    if (error?.passing) {
      stuck.value = true;
      return;
    }
    if (error && next.length > 1) {
      // All or none: find the one that is refused.
      oneByOne = true;
      continue;
    }
    if (error) refused.value = [...refused.value, { entry: first, error }];
    settle(next);
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

/** Tries again every few seconds while anything is unsent. */
window.setInterval(() => {
  if (outbox.value.length > 0 && session.value?.signed_in) void flush();
}, 3000);

window.addEventListener("beforeunload", (event) => {
  if (outbox.value.length > 0) event.preventDefault();
});
