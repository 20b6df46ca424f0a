import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, post } from "../api/client";
import type { components } from "../api/schema";
import { acknowledged, dropUnsent, outbox, rule, type Ruling } from "../outbox";
import { role, session } from "../session";
import { recordChanges } from "../status";

export type Item = components["schemas"]["Item"];
export type Group = components["schemas"]["Items"]["groups"][number];

/** What of the queue is looked at. */
export interface Selection {
  style?: string;
  problem?: string;
  proposal?: string;
}

/** Whether whoever is signed in can do something about an item now. */
export function isForMe(item: Item): boolean {
  if (!item.pending) return false;
  if (!item.waiting) return true;
  if (item.waiting.standing === "disputed") return role() === "head";
  return !item.waiting.rulings.some((one) => one.who === session.value?.who);
}

export interface Queue {
  items: Item[];
  groups: Group[];
  total: number | undefined;
  error: ApiError | undefined;
  /** Rules on items at once; they leave the queue before the server has answered. */
  rule: (rulings: Ruling[]) => void;
  undo: () => Promise<string | undefined>;
  ruledHere: number;
  reload: () => Promise<void>;
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
    const query = { state: "pending" as const, limit: pageSize, ...selection, ...(after ? { after } : {}) };
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
  const [done, setDone] = useState<string[]>([]);
  const made = useRef(0);
  const running = useRef<AbortController | undefined>(undefined);
  const key = JSON.stringify(selection);

  const reload = async (): Promise<void> => {
    running.current?.abort();
    const here = new AbortController();
    running.current = here;
    const before = made.current;
    try {
      const found = await loadAll(selection, most, here.signal);
      if (here.signal.aborted) return;
      setAnswer(found);
      setError(undefined);
      // An answer from before the last ruling must not bring back what was just ruled on.
      if (before === made.current && outbox.value.length === 0) setHidden(new Set());
    } catch (failed) {
      if (here.signal.aborted) return;
      if (!(failed instanceof ApiError)) throw failed;
      setError(failed);
    }
  };

  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, [key, most]);
  // Others rule at the same time; a burst of events is one reload.
  useEffect(() => {
    const timer = window.setTimeout(() => void reload(), 500);
    return () => window.clearTimeout(timer);
  }, [recordChanges.value, acknowledged.value]);

  const send = (rulings: Ruling[]): void => {
    made.current += 1;
    setHidden((before) => new Set([...before, ...rulings.map((one) => one.item)]));
    setDone((before) => [...before, ...rulings.map((one) => one.item)]);
    void rule(rulings);
  };

  const undo = async (): Promise<string | undefined> => {
    const item = done.at(-1);
    if (!item) return undefined;
    if (!dropUnsent(item)) await post("/api/rulings/take-back", { body: { item } });
    made.current += 1;
    setDone((before) => before.slice(0, -1));
    setHidden((before) => new Set([...before].filter((one) => one !== item)));
    await reload();
    return item;
  };

  return {
    items: (answer?.items ?? []).filter((one) => !hidden.has(one.item)),
    groups: answer?.groups ?? [],
    total: answer?.total,
    error,
    rule: send,
    undo,
    ruledHere: done.length,
    reload,
  };
}
