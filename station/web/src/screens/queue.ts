import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, post } from "../api/client";
import type { components } from "../api/schema";
import { acknowledged, flush, outbox, rule, type Ruling } from "../outbox";
import { mayRule, role, session } from "../session";
import { recordChanges } from "../status";

export type Item = components["schemas"]["Item"];
export type Group = components["schemas"]["Items"]["groups"][number];

/** What of the queue is looked at. */
export interface Selection {
  style?: string;
  problem?: string;
  proposal?: string;
}

/** Whether whoever is signed in can do something about an item now; what somebody else has before them is theirs. */
export function isForMe(item: Item): boolean {
  if (!item.pending || item.held_by !== undefined) return false;
  if (!item.waiting) return true;
  if (item.waiting.standing === "disputed") return role() === "head";
  return !item.waiting.rulings.some((one) => one.who === session.value?.who);
}

export interface Queue {
  items: Item[];
  groups: Group[];
  total: number | undefined;
  /** How many of them somebody else has before them. */
  elsewhere: number;
  error: ApiError | undefined;
  /** Rules on items at once; they leave the queue before the server has answered. */
  rule: (rulings: Ruling[]) => void;
  /** Takes out an item that was answered as a second person; the server's next answer decides what becomes of it. */
  leave: (item: string) => void;
  /** Takes back what was ruled last here, a wall as a whole; the items that are open again. */
  undo: () => Promise<string[]>;
  reload: () => Promise<void>;
}

interface Made {
  who: string;
  items: readonly string[];
}

/** What was ruled in this window, in order; a wall is one entry. Undo works through it from the end. */
const made = signal<readonly Made[]>([]);

function madeByMe(): Made[] {
  return made.value.filter((one) => one.who === session.value?.who);
}

/** How many items whoever is signed in has ruled on here, and how many of them the next undo takes back. */
export function ruledHere(): { all: number; last: number } {
  const mine = madeByMe();
  return { all: mine.reduce((sum, one) => sum + one.items.length, 0), last: mine.at(-1)?.items.length ?? 0 };
}

async function takeBack(item: string): Promise<void> {
  try {
    await post("/api/rulings/take-back", { body: { item } });
  } catch (error) {
    // The server had refused the ruling: nothing of it stands.
    if (!(error instanceof ApiError) || error.code !== "nothing_to_take_back") throw error;
  }
}

/** Takes back the last entry, from its end; what could not be taken back stays for another try. */
async function undoLast(): Promise<string[]> {
  const last = madeByMe().at(-1);
  if (!last) return [];
  // A ruling on its way must not overtake its own undoing.
  await flush();
  if (outbox.value.some((one) => one.rulings.some((ruling) => last.items.includes(ruling.item)))) {
    throw new ApiError(0, "unsent", "Quyết định này chưa tới máy chủ nên chưa hoàn tác được.", "This ruling has not reached the server, so it cannot be undone yet.");
  }
  let now = last;
  for (const item of [...last.items].reverse()) {
    await takeBack(item);
    const left = { who: last.who, items: now.items.slice(0, -1) };
    const before = now;
    made.value = made.value.flatMap((one) => (one !== before ? [one] : left.items.length > 0 ? [left] : []));
    now = left;
  }
  return [...last.items];
}

interface Answer {
  items: Item[];
  groups: Group[];
  total: number;
}

const pageSize = 500;

async function loadAll(selection: Selection, most: number, signal: AbortSignal): Promise<Answer> {
  const items: Item[] = [];
  let after: string | undefined;
  for (;;) {
    const query = { state: "pending" as const, limit: pageSize, ...(mayRule() ? { held: "left_out" as const } : {}), ...selection, ...(after ? { after } : {}) };
    const page = await get("/api/items", { query: query as never, signal });
    items.push(...page.items);
    after = page.items.at(-1)?.item;
    if (!after || items.length >= Math.min(most, page.total)) return { items, groups: page.groups, total: page.total };
  }
}

/** The queue of items for people, as the server has it, less what was ruled on here a moment ago. */
export function useQueue(selection: Selection, most = pageSize): Queue {
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const changes = useRef(0);
  const again = useRef(false);
  const running = useRef<Promise<void> | undefined>(undefined);
  const gone = useRef(new AbortController());

  const load = async (): Promise<void> => {
    // An answer that was asked for before the last ruling had arrived must not bring back what was just ruled on.
    const settled = outbox.value.length === 0;
    const before = changes.current;
    const found = await loadAll(selection, most, gone.current.signal);
    if (gone.current.signal.aborted) return;
    setAnswer(found);
    setError(undefined);
    if (settled && before === changes.current) setHidden(new Set());
  };
  const loadUntilNew = async (): Promise<void> => {
    try {
      do {
        again.current = false;
        await load();
      } while (again.current);
    } catch (failed) {
      if (gone.current.signal.aborted) return;
      if (!(failed instanceof ApiError)) throw failed;
      setError(failed);
    }
  };
  /** Calls that come while one is under way are answered by one more. */
  const reload = (): Promise<void> => {
    again.current = true;
    running.current ??= loadUntilNew().finally(() => (running.current = undefined));
    return running.current;
  };

  useEffect(() => {
    gone.current = new AbortController();
    void reload();
    return () => gone.current.abort();
  }, []);
  // Others rule at the same time; a burst of events is one reload, and a long burst does not put it off for ever.
  const due = useRef<number | undefined>(undefined);
  useEffect(() => {
    due.current ??= window.setTimeout(() => {
      due.current = undefined;
      void reload();
    }, 500);
  }, [recordChanges.value, acknowledged.value]);
  useEffect(() => () => window.clearTimeout(due.current), []);
  // What others give back is no event of the record: it is asked for while that is all that is left.
  const elsewhere = answer && answer.items.length < most ? Math.max(0, answer.total - answer.items.length) : 0;
  const allElsewhere = elsewhere > 0 && answer?.items.length === 0;
  useEffect(() => {
    if (!allElsewhere) return undefined;
    const timer = window.setInterval(() => void reload(), 3000);
    return () => window.clearInterval(timer);
  }, [allElsewhere]);

  const leave = (items: readonly string[]): void => {
    changes.current += 1;
    setHidden((before) => new Set([...before, ...items]));
  };
  const send = (rulings: Ruling[]): void => {
    const items = rulings.map((one) => one.item);
    leave(items);
    made.value = [...made.value, { who: session.value?.who ?? "", items }];
    void rule(rulings);
  };
  const undo = async (): Promise<string[]> => {
    try {
      const items = new Set(await undoLast());
      setHidden((before) => new Set([...before].filter((one) => !items.has(one))));
      return [...items];
    } finally {
      changes.current += 1;
      await reload();
    }
  };

  return {
    items: (answer?.items ?? []).filter((one) => !hidden.has(one.item)),
    groups: answer?.groups ?? [],
    total: answer?.total,
    elsewhere,
    error,
    rule: send,
    leave: (item) => {
      leave([item]);
      made.value = [...made.value, { who: session.value?.who ?? "", items: [item] }];
    },
    undo,
    reload,
  };
}

/** What one sees: an item that stays until one has answered it, or that somebody else settled or took meanwhile. */
export interface Seen {
  item: Item;
  overtaken: boolean;
}

/**
 * The item to show. What is before somebody's eyes never changes by itself: new items and other people's rulings may
 * move the queue, a key still means the item that was seen.
 */
export function itemToShow(mine: readonly Item[], offered: readonly Item[], kept: Item | undefined): Seen | undefined {
  if (kept) {
    const now = mine.find((one) => one.item === kept.item);
    return { item: now ?? kept, overtaken: now === undefined };
  }
  return offered[0] && { item: offered[0], overtaken: false };
}

/** The order in which items are offered: what was put off comes again once nothing else is left. */
export function inOrder(mine: readonly Item[], later: readonly string[]): Item[] {
  return [...mine.filter((one) => !later.includes(one.item)), ...mine.filter((one) => later.includes(one.item))];
}
