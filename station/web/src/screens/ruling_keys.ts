/** The key of each ruling, the same on every screen. */
export const rulingKeys: Record<string, string> = {
  high: "1",
  confidence: "2",
  low: "3",
  none: "0",
  double: "d",
  triple: "t",
  crossed: "g",
  "not-crossed": "k",
  "not-issued": "p",
  issued: "c",
  ignore: "b",
  "by-hand": "n",
  noted: "v",
  nothing: "x",
  accepted: "a",
};

/** The order of the buttons, however the server orders the choices. */
const order = Object.keys(rulingKeys);

export function sortChoices<T extends string>(choices: readonly T[]): T[] {
  return [...choices].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}
