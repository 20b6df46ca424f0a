import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "./api/client";

export interface Loaded<T> {
  value: T | undefined;
  error: ApiError | undefined;
  loading: boolean;
  reload: () => Promise<void>;
}

/** Loads something when the screen opens and whenever `on` changes; the last good value stays while it loads again. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, on: readonly unknown[]): Loaded<T> {
  const [value, setValue] = useState<T | undefined>(undefined);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [loading, setLoading] = useState(true);
  const latest = useRef(load);
  latest.current = load;
  const running = useRef<AbortController | undefined>(undefined);

  const reload = useCallback(async () => {
    running.current?.abort();
    const here = new AbortController();
    running.current = here;
    setLoading(true);
    try {
      const found = await latest.current(here.signal);
      if (here.signal.aborted) return;
      setValue(() => found);
      setError(undefined);
    } catch (failed) {
      if (here.signal.aborted) return;
      if (!(failed instanceof ApiError)) throw failed;
      setError(failed);
    }
    setLoading(false);
  }, []);

  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, on);
  return { value, error, loading, reload };
}

/** Something one does by a button: busy while it runs, its failure kept for showing. */
export interface Doing<A extends unknown[]> {
  run: (...args: A) => Promise<boolean>;
  busy: boolean;
  error: ApiError | undefined;
  clear: () => void;
}

export function useDoing<A extends unknown[]>(act: (...args: A) => Promise<unknown>): Doing<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const latest = useRef(act);
  latest.current = act;
  const running = useRef(false);
  const run = useCallback(async (...args: A) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await latest.current(...args);
      return true;
    } catch (failed) {
      if (!(failed instanceof ApiError)) throw failed;
      setError(failed);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { run, busy, error, clear: () => setError(undefined) };
}
