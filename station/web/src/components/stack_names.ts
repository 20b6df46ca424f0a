import { number } from "../format";
import { t } from "../words";

/** What a stack is called among people: its own name, or its place among the stacks, counted from 1. */
export function stackName(stack: { batch: number; name: string }, stacks: readonly { batch: number }[]): string {
  if (stack.name) return stack.name;
  const place = stacks.findIndex((one) => one.batch === stack.batch);
  return place < 0 ? recordNumber(stack) : `${t("Xấp", "Stack")} ${number(place + 1)}`;
}

/** The number that the log and the command line know the stack by, said as such: it isn't the place among the stacks. */
export function recordNumber(stack: { batch: number }): string {
  return `${t("số trong nhật ký", "number in the log")}: ${number(stack.batch)}`;
}
