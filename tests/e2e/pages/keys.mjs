// Keys of people for the pages: the head's in a token of softhsm2, the secretary's in a file.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { workFolder } from "./station.mjs";

/** As tests/e2e/keys.sh makes them. */
export const pin = "2468";
export const secret = "secret1";

/** Makes both before the station starts, which finds the token by its environment. */
export function makeKeys({ head, secretary }) {
  const folder = join(workFolder(), "keys");
  mkdirSync(folder, { recursive: true });
  const script = join(dirname(fileURLToPath(import.meta.url)), "..", "keys.sh");
  const made = 'set -e; . "$1"; make_authority; issue head rsa "$2" "$person" 50; issue secretary ec "$3" "$person" 50; make_token head head; echo "$module"';
  const module = execFileSync("bash", ["-c", made, "keys", script, head, secretary], { cwd: folder, encoding: "utf8" }).trim().split("\n").pop();
  process.env.SOFTHSM2_CONF = join(folder, "softhsm2.conf");
  return { module, secretary: join(folder, "secretary.p12") };
}
