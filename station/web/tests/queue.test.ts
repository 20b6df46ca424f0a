import "./browser";
import assert from "node:assert/strict";
import test from "node:test";
import { itemToShow, type Item } from "../src/screens/queue";

const item = (name: string): Item => ({ item: name, pending: true }) as Item;
const [one, two, three] = [item("row:1"), item("row:2"), item("row:3")] as [Item, Item, Item];

test("the first item that was not put off is shown; what was put off comes again at the end", () => {
  assert.equal(itemToShow([one, two], [], undefined)?.item, one);
  assert.equal(itemToShow([one, two], ["row:1"], undefined)?.item, two);
  assert.equal(itemToShow([one, two], ["row:1", "row:2"], undefined)?.item, one);
  assert.equal(itemToShow([], [], undefined), undefined);
});

test("what is before somebody's eyes stays while the queue moves", () => {
  assert.deepEqual(itemToShow([three, one, two], [], one), { item: one, overtaken: false });
  assert.deepEqual(itemToShow([three, two], [], one), { item: one, overtaken: true });
});

test("an item that stays is shown as the server has it now", () => {
  const seconded = { ...one, problem: "row_none" } as Item;
  assert.equal(itemToShow([seconded, two], [], one)?.item, seconded);
});
