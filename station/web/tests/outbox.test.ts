import "./browser";
import assert from "node:assert/strict";
import test from "node:test";
import { flush, outbox, refused, rule, stuck, type Unsent } from "../src/outbox";
import { session } from "../src/session";

type Answer = { status: number; body?: unknown } | "unreachable";

let answers: Answer[] = [];
let sent: string[] = [];

function answerWith(...next: Answer[]): void {
  answers = next;
  sent = [];
  outbox.value = [];
  refused.value = [];
  sessionStorage.setItem("kiemphieu.unsent", "[]");
}

globalThis.fetch = async (url, init) => {
  if (String(url) !== "/api/rulings") return new Response(JSON.stringify({ signed_in: false, case: "open", people: [] }));
  const answer = answers.shift() ?? { status: 200, body: { version: 1, pending_items: 0 } };
  if (answer === "unreachable") throw new TypeError("no way there");
  sent.push(String(init?.body));
  return new Response(JSON.stringify(answer.body ?? { error: { code: "x", vi: "sai", en: "wrong" } }), { status: answer.status });
};

function signedIn(who: string): void {
  session.value = { signed_in: true, who, role: "member", case: "open", people: [], language_default: "vi", software: "" };
}

const none = (item: string) => [{ item, ruling: "none" as const }];
const kept = (): Unsent[] => JSON.parse(sessionStorage.getItem("kiemphieu.unsent") ?? "[]") as Unsent[];

test("a ruling leaves the page only once the server has it", async () => {
  signedIn("Thắng");
  answerWith();
  await rule(none("row:1:1"));
  assert.equal(sent.length, 1);
  assert.deepEqual(outbox.value, []);
});

test("rulings wait in order while the station is away, also over a reload of the page", async () => {
  signedIn("Thắng");
  answerWith("unreachable", "unreachable", { status: 503 });
  await rule(none("row:1:1"));
  await rule(none("row:1:2"));
  await flush();
  assert.equal(outbox.value.length, 2);
  assert.deepEqual(kept().map((one) => one.rulings[0]?.item), ["row:1:1", "row:1:2"]);
  await flush();
  assert.deepEqual(outbox.value, []);
  assert.match(sent.at(-1) ?? "", /row:1:2/);
});

test("what the server refuses is shown, and does not hold up what follows", async () => {
  signedIn("Thắng");
  answerWith({ status: 400 });
  await rule(none("row:1:1"));
  await rule(none("row:1:2"));
  assert.equal(refused.value.length, 1);
  assert.equal(refused.value[0]?.entry.rulings[0]?.item, "row:1:1");
  assert.deepEqual(outbox.value, []);
});

test("nobody sends another's rulings", async () => {
  signedIn("Thắng");
  answerWith("unreachable");
  await rule(none("row:1:1"));
  signedIn("Diệp");
  await flush();
  assert.equal(outbox.value.length, 1);
  assert.equal(sent.length, 0);
  signedIn("Thắng");
  await flush();
  assert.deepEqual(outbox.value, []);
});

test("what waited is sent together; one refused does not take the others with it", async () => {
  signedIn("Thắng");
  answerWith("unreachable", "unreachable", "unreachable", { status: 400 }, { status: 200 }, { status: 400 }, { status: 200 });
  for (const item of ["row:1:1", "row:1:2", "row:1:3"]) await rule(none(item));
  assert.equal(stuck.value, true);
  await flush();
  assert.deepEqual(outbox.value, []);
  assert.equal(stuck.value, false);
  assert.deepEqual(refused.value.map((one) => one.entry.rulings[0]?.item), ["row:1:2"]);
  assert.equal(sent.length, 4);
});
