import type { FunctionComponent } from "preact";
import { AgreementScreen } from "./agreement";
import { CalibrationScreen } from "./calibration";
import { Declare } from "./declare";
import { Help } from "./help";
import { Keying } from "./keying";
import { Log } from "./log";
import { Minutes } from "./minutes";
import { Prepare } from "./prepare";
import { Print } from "./print";
import { Rehearse } from "./rehearse";
import { Results } from "./results";
import { Review } from "./review";
import { ScanScreen } from "./scan";
import { StationsScreen } from "./stations";

/** The component of each screen, by its place in the address (src/steps.ts). */
export const screens: Record<string, FunctionComponent> = {
  "chuan-bi": Prepare,
  "bien-ban": Minutes,
  "dien-tap": Rehearse,
  "in-phieu": Print,
  "phat-thu": Declare,
  "ket-qua": Results,
  "nhat-ky": Log,
  "cac-tram": StationsScreen,
  "hieu-chuan": CalibrationScreen,
  "tro-giup": Help,
  quet: ScanScreen,
  "xem-xet": Review,
  "nhap-tay": Keying,
  "doi-chieu": AgreementScreen,
  "xac-nhan": AgreementScreen,
};
