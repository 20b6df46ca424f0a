import "./browser";
import assert from "node:assert/strict";
import test from "node:test";
import { recordNumber, stackName } from "../src/components/stack_names";
import { setLanguage } from "../src/words";

test("stacks are counted from 1, and keep the number of the log beside it", () => {
  const stacks = [
    { batch: 4, name: "" },
    { batch: 7, name: "Tổ 2" },
    { batch: 1012, name: "" },
  ] as const;
  assert.deepEqual(
    stacks.map((one) => stackName(one, stacks)),
    ["Xấp 1", "Tổ 2", "Xấp 3"],
  );
  assert.equal(recordNumber(stacks[2]), "số trong nhật ký: 1.012");
  setLanguage("en");
  assert.equal(stackName(stacks[0], stacks), "Stack 1");
  setLanguage("vi");
});

test("a stack that isn't in the list is given no place", () => {
  assert.equal(stackName({ batch: 9, name: "" }, [{ batch: 4 }]), "số trong nhật ký: 9");
});
