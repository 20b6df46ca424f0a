import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, post } from "./api/client";

/** What whoever is signed in has before them, so that nobody else is offered it. */
export interface Leases {
  held: ReadonlySet<string>;
  /** Of what was asked for: who else has it. */
  others: ReadonlyMap<string, string>;
  /** Nobody has touched this screen for as long as a lease lasts: it takes nothing until somebody does. */
  idle: boolean;
  /** These were ruled on: the server lets them go once it has the ruling. */
  spend: (items: readonly string[]) => void;
}

/** Renewed well before it ends, and not with every move of the mouse. Units: ms */
const renewAfter = 45_000;
/** While others have everything, how often it is asked again. Units: ms */
const retryAfter = 3_000;
/** As long as the server's lease, until it has told how long that is. Units: ms */
const usualLength = 180_000;

/** Taking and giving back arrive in the order in which they were meant, from one screen to the next too. */
let line: Promise<unknown> = Promise.resolve();
function inLine<T>(work: () => Promise<T>): Promise<T> {
  const result = line.then(work);
  line = result.catch(() => undefined);
  return result;
}

const named = (items: Iterable<string>) => [...items].map((item) => ({ item }));
const touches = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Holds the first `most` of the wanted items that nobody else has, for as long as somebody works at this screen. */
export function useLeases(wanted: readonly string[], most: number): Leases {
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());
  const [others, setOthers] = useState<ReadonlyMap<string, string>>(new Map());
  const [idle, setIdle] = useState(false);
  const now = useRef({ wanted, most, held, idle, touched: performance.now(), asked: 0, length: usualLength, gone: false });
  now.current.wanted = wanted;
  now.current.most = most;
  const spent = useRef(new Set<string>());
  const asking = useRef(false);
  const again = useRef(false);

  const keep = (items: ReadonlySet<string>): void => {
    now.current.held = items;
    setHeld(items);
  };
  const letGo = (items: readonly string[], keepalive = false): void => {
    const back = items.filter((one) => !spent.current.has(one));
    if (back.length === 0) return;
    const send = () => post("/api/leases/let-go", { body: { items: named(back) }, keepalive });
    // A page that is being left has no time to wait.
    void (keepalive ? send() : inLine(send)).catch(() => undefined);
  };
  const askOnce = async (): Promise<void> => {
    const state = now.current;
    const items = state.wanted.slice(0, 5000);
    if (items.length === 0 && state.held.size === 0) return;
    state.asked = performance.now();
    const answer = await inLine(() => post("/api/leases", { body: { items: named(items), most: state.most } }));
    state.length = answer.seconds * 1000;
    // Ruled on while the answer was under way; what stands in the queue again was undone.
    const here = new Set(state.wanted);
    const got = new Set(answer.held.filter((one) => here.has(one) || !spent.current.has(one)));
    for (const one of got) spent.current.delete(one);
    const before = [...state.held].filter((one) => !got.has(one));
    if (state.gone) return letGo([...before, ...got]);
    keep(got);
    setOthers(new Map(answer.others.map((one) => [one.item, one.who])));
    letGo(before);
  };
  /** Calls that come while one is under way are answered by one more. */
  const ask = async (): Promise<void> => {
    again.current = true;
    if (asking.current) return;
    asking.current = true;
    try {
      while (again.current && !now.current.gone) {
        again.current = false;
        await askOnce();
      }
    } catch (error) {
      // Not reached, or signed out: the rulings themselves are told what holds.
      if (!(error instanceof ApiError)) throw error;
    } finally {
      asking.current = false;
    }
  };
  const isIdle = (): boolean => performance.now() - now.current.touched > now.current.length;

  const key = `${most} ${wanted.slice(0, 5000).join(" ")}`;
  useEffect(() => {
    if (!isIdle()) void ask();
  }, [key]);

  useEffect(() => {
    const touched = (): void => {
      const state = now.current;
      state.touched = performance.now();
      const due = state.idle || performance.now() - state.asked > renewAfter;
      if (state.idle) setIdle((state.idle = false));
      if (due) void ask();
    };
    const leave = (): void => letGo([...now.current.held], true);
    const timer = window.setInterval(() => {
      const state = now.current;
      if (isIdle() !== state.idle) setIdle((state.idle = isIdle()));
      // A lease that nobody renews is over; the item may be offered to others.
      if (state.idle) return state.held.size > 0 ? keep(new Set()) : undefined;
      if (state.wanted.length > 0 && state.held.size < Math.min(state.most, state.wanted.length)) void ask();
    }, retryAfter);
    for (const touch of touches) window.addEventListener(touch, touched, { passive: true, capture: true });
    window.addEventListener("pagehide", leave);
    return () => {
      for (const touch of touches) window.removeEventListener(touch, touched, { capture: true });
      window.removeEventListener("pagehide", leave);
      window.clearInterval(timer);
      now.current.gone = true;
      letGo([...now.current.held]);
    };
  }, []);

  return {
    held,
    others,
    idle,
    spend: (items) => {
      for (const item of items) spent.current.add(item);
      keep(new Set([...now.current.held].filter((one) => !spent.current.has(one))));
    },
  };
}
