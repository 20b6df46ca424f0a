// A case made and filled from the command line, where a test is about what comes after.
import { readFileSync, writeFileSync } from "node:fs";
import { mkdirSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { fillBallots, kiemphieu, workFolder } from "./station.mjs";

const samples = join(process.env.PROJECT_SOURCE, "samples/tinh-uy-song-van");

/** The sample's style A alone, printed, declared and voted on; the tray is ready to be scanned. */
export function votedCase(name, voters, fill, policy = "") {
  const source = join(workFolder(), `${name}-definition`);
  mkdirSync(source, { recursive: true });
  const whole = readFileSync(join(samples, "conference.toml"), "utf8");
  const styles = whole.split("[[style]]");
  const committee = whole.slice(whole.indexOf("[[committee]]"));
  const text = `${styles[0]}[[style]]${styles[1]}\n${committee}`.replace("two_person = false", policy || "two_person = false");
  writeFileSync(join(source, "conference.toml"), text);
  copyFileSync(join(samples, "roster-a.csv"), join(source, "roster-a.csv"));
  const folder = join(workFolder(), name);
  kiemphieu("new", folder, "--conference", join(source, "conference.toml"));
  kiemphieu("ballots", folder, "--style", "A", "--count", String(voters), "-o", join(workFolder(), `${name}.pdf`));
  kiemphieu("declare", folder, "--style", "A", "--issued", String(voters), "--collected", String(voters), "--exchanged", "0", "--unused", "0");
  return { folder, ...fillBallots(folder, join(workFolder(), `${name}-hall`), ["--voters", String(voters), ...fill]) };
}

/** The same, scanned. */
export function preparedCase(name, voters, fill, policy = "") {
  const made = votedCase(name, voters, fill, policy);
  try {
    kiemphieu("scan", made.folder, "--from", `folder:${made.tray}`);
  } catch (error) {
    // 1: done, and something needs people.
    if (error.status !== 1) throw error;
  }
  return made;
}
