import "./browser";
import assert from "node:assert/strict";
import test from "node:test";
import { followEvents, scan, scanOfAnswer, type Scan } from "../src/status";

class Stream {
  static last: Stream;
  readyState = 1;
  private listeners = new Map<string, (event: { data: string }) => void>();
  constructor() {
    Stream.last = this;
  }
  addEventListener = (name: string, act: (event: { data: string }) => void): void => void this.listeners.set(name, act);
  close = (): void => undefined;
  tell(name: string, data: object): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }
}
(globalThis as Record<string, unknown>)["EventSource"] = Stream;

const running = { running: true, sides: 11 } as Scan;
const ended = { running: false, sides: 12 } as Scan;

test("an answer from before the news of a scan's end does not bring the scan back", async () => {
  const stop = followEvents(() => undefined);
  await scanOfAnswer(
    async () => {
      Stream.last.tell("scan", ended);
      return running;
    },
    (answer) => answer,
  );
  assert.deepEqual(scan.value, ended);
  stop();
});

test("without news an answer is taken as it is", async () => {
  await scanOfAnswer(async () => running, (answer) => answer);
  assert.deepEqual(scan.value, running);
});
