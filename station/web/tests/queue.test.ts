import "./browser";
import assert from "node:assert/strict";
import test from "node:test";
import { inOrder, itemToShow, type Item } from "../src/screens/queue";

const item = (name: string): Item => ({ item: name, pending: true }) as Item;
const [one, two, three] = [item("row:1"), item("row:2"), item("row:3")] as [Item, Item, Item];

test("the first item that was not put off is shown; what was put off comes again at the end", () => {
  const shown = (later: string[]) => itemToShow([one, two], inOrder([one, two], later), undefined)?.item;
  assert.equal(shown([]), one);
  assert.equal(shown(["row:1"]), two);
  assert.equal(shown(["row:1", "row:2"]), one);
  assert.equal(itemToShow([], [], undefined), undefined);
});

test("what is before somebody's eyes stays while the queue moves", () => {
  assert.deepEqual(itemToShow([three, one, two], [], one), { item: one, overtaken: false });
  assert.deepEqual(itemToShow([three, two], [], one), { item: one, overtaken: true });
});

test("of what one may rule on, only what one holds is offered", () => {
  assert.equal(itemToShow([one, two], [two], undefined)?.item, two);
  assert.equal(itemToShow([one, two], [], undefined), undefined);
  assert.equal(itemToShow([one, two], [two], one)?.item, one, "and yet nothing goes from before one's eyes");
});

test("an item that stays is shown as the server has it now", () => {
  const seconded = { ...one, problem: "row_none" } as Item;
  assert.equal(itemToShow([seconded, two], [], one)?.item, seconded);
});
