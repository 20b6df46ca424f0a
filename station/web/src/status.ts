import { signal } from "@preact/signals";
import { ApiError, get, type Reply } from "./api/client";

export type Status = Reply<"/api/status", "get">;

/** The case as the server last told it; candidates' figures are never in it. */
export const status = signal<Status | undefined>(undefined);

/** Whether the stream of events stands: "lost" until the server answers again. */
export const connection = signal<"none" | "live" | "lost">("none");

/** The scan as the last event told it. */
export type Scan = Status["scan"];
export const scan = signal<Scan | undefined>(undefined);

/** Count up with each event about the record or a long work, for screens that load again on it. */
export const recordChanges = signal(0);
export const jobChanges = signal(0);

/** Counts what the stream told of the scan: an answer that was asked for before is older. */
let scanNews = 0;

/** Takes a scan's state out of an answer, unless the stream has told a newer one since it was asked for. */
export async function scanOfAnswer<T>(ask: () => Promise<T>, scanIn: (answer: T) => Scan): Promise<T> {
  const before = scanNews;
  const answer = await ask();
  if (before === scanNews) scan.value = scanIn(answer);
  return answer;
}

let source: EventSource | undefined;
let underWay = false;
let again = false;

/** Loads the status; calls that come while one is under way are answered by one more. */
export async function loadStatus(): Promise<void> {
  if (underWay) {
    again = true;
    return;
  }
  underWay = true;
  try {
    do {
      again = false;
      status.value = await scanOfAnswer(
        () => get("/api/status"),
        (found) => found.scan,
      );
    } while (again);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  } finally {
    underWay = false;
  }
}

/** Follows the server's events; the browser connects again by itself, we only say so and look once more. */
export function followEvents(onBack: () => void): () => void {
  let retry: number | undefined;
  const open = (): void => {
    source?.close();
    const stream = new EventSource("/api/events");
    source = stream;
    stream.onopen = () => {
      const wasLost = connection.value === "lost";
      connection.value = "live";
      if (wasLost) onBack();
    };
    // Nothing that happens from here on is missed.
    stream.addEventListener("opened", () => {
      recordChanges.value += 1;
      jobChanges.value += 1;
      void loadStatus();
    });
    stream.onerror = () => {
      connection.value = "lost";
      // A refused stream (401, server restarting behind a proxy) is closed for good: open another one.
      if (stream.readyState === EventSource.CLOSED) {
        window.clearTimeout(retry);
        retry = window.setTimeout(() => {
          onBack();
          open();
        }, 1500);
      }
    };
    stream.addEventListener("scan", (event) => {
      scanNews += 1;
      scan.value = JSON.parse((event as MessageEvent<string>).data) as Scan;
    });
    stream.addEventListener("job", () => (jobChanges.value += 1));
    stream.addEventListener("signed_out", onBack);
    stream.addEventListener("record", () => {
      recordChanges.value += 1;
      void loadStatus();
    });
  };
  open();
  return () => {
    window.clearTimeout(retry);
    source?.close();
    source = undefined;
    connection.value = "none";
  };
}
