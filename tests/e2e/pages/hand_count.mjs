// A small conference counted by hand: every figure is known, and both thresholds of II.9 are reached.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { committee } from "./people.mjs";
import { kiemphieu, newBrowser, workFolder } from "./station.mjs";

/** Rows of each paper of style A: seven ballots, three people. */
const papers = ["133", "133", "133", "133", "132", "112", "110"];

/** What they come to, as Phụ lục 5 prints it. 5 of 7 low is two thirds and more; 4 of 7 is over half and less. */
export const expected = [
  { name: "Nguyễn Văn An", figures: ["7", "100,00 %", "0", "0,00 %", "0", "0,00 %"], consequence: undefined },
  { name: "Trần Thị Bình", figures: ["2", "28,57 %", "0", "0,00 %", "5", "71,43 %"], consequence: "Thấp từ 2/3 trở lên" },
  { name: "Lê Hoàng Chiến", figures: ["0", "0,00 %", "2", "28,57 %", "4", "57,14 %"], consequence: "Thấp trên 50 %, dưới 2/3" },
];

function definition(policy) {
  const style = (id, names) => `
[[style]]
id = "${id}"
voters = "các đồng chí ủy viên"
positions = "các đồng chí lãnh đạo"
members = 9
summoned = 9
present = 7
absent_at_start = 2
present_at_vote = 7
${names.map((name) => `[[style.candidate]]\nname = "${name}"\nposition = "Ủy viên"\n`).join("")}`;
  return `organisation = "Huyện ủy Bến Đò"
place = "Bến Đò"
date = 2023-12-15
session = "lần thứ chín"
kind = "party"
${style("A", expected.map((one) => one.name))}${style("B", ["Phan Thị Dung"])}
${committee.map((one) => `[[committee]]\nname = "${one.name}"\nrole = "${one.role}"\n`).join("")}
[policy]
${policy}
`;
}

export function newCase(name, policy = "") {
  mkdirSync(workFolder(), { recursive: true });
  const toml = join(workFolder(), `${name}.toml`);
  writeFileSync(toml, definition(policy));
  const folder = join(workFolder(), name);
  kiemphieu("new", folder, "--conference", toml);
  return folder;
}

/** The characters printed under each ballot's code. */
export function printedCodes(pdf) {
  const halves = execFileSync("pdftotext", ["-raw", pdf, "-"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => /^[0-9A-Z]{15,16}$/.test(line));
  return halves.flatMap((half, index) => (index % 2 === 0 ? [`${half}-${halves[index + 1]}`] : []));
}

/** Exit code 1 means that people are still needed. */
function keyIn(folder, code, rows, who) {
  try {
    kiemphieu("enter", folder, code, "--rows", rows, "--as", who);
  } catch (error) {
    if (error.status !== 1) throw error;
  }
}

/** Everything keyed twice but the last paper, whose second keying is what `finish` does. */
export function handCount(name) {
  const folder = newCase(name);
  const [, secretary, member] = committee;
  let last;
  for (const [style, rows] of [
    ["A", papers],
    ["B", ["1", "2"]],
  ]) {
    const pdf = join(workFolder(), `${name}-${style}.pdf`);
    kiemphieu("ballots", folder, "--style", style, "--count", String(rows.length), "-o", pdf);
    kiemphieu("declare", folder, "--style", style, "--issued", String(rows.length), "--collected", String(rows.length));
    for (const [index, code] of printedCodes(pdf).entries()) {
      keyIn(folder, code, rows[index], secretary.name);
      if (style === "A" && index === rows.length - 1) last = code;
      else keyIn(folder, code, rows[index], member.name);
    }
  }
  return { folder, finish: () => keyIn(folder, last, papers.at(-1), member.name) };
}

/** A browser that waits longer: making documents and checking a case take their time on a busy machine. */
export async function patientBrowser() {
  const page = await newBrowser();
  page.setDefaultTimeout(120_000);
  return page;
}
