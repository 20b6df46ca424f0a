import type { FunctionComponent } from "preact";
import { Declare } from "./declare";
import { Prepare } from "./prepare";
import { Print } from "./print";
import { ScanScreen } from "./scan";

/** The component of each screen, by its place in the address (src/steps.ts). */
export const screens: Record<string, FunctionComponent> = {
  "chuan-bi": Prepare,
  "in-phieu": Print,
  "phat-thu": Declare,
  quet: ScanScreen,
};
