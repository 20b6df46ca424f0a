// A rehearsal in the browser: the deck is printed, a stack without one sheet fails and says so, the whole deck out of a
// scanner passes, and the head opens the count of a style that was not rehearsed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { newCase, patientBrowser } from "./hand_count.mjs";
import { look, open, person, signInFirst } from "./people.mjs";
import { kiemphieu, startScanner, startStation, test, workFolder } from "./station.mjs";

const ask = (page, url) => page.evaluate(async (address) => (await fetch(address)).json(), url);

/** The deck as a scanner would give it, whole and without its third sheet. */
function scanDeck(pdf) {
  const whole = join(workFolder(), "deck");
  const short = join(workFolder(), "deck-short");
  for (const folder of [whole, short]) mkdirSync(folder);
  execFileSync("pdftoppm", ["-r", "200", "-gray", "-jpeg", pdf, join(whole, "s")]);
  for (const [index, file] of readdirSync(whole).sort().entries()) if (index !== 2) copyFileSync(join(whole, file), join(short, file));
  return { whole, short };
}

await test("rehearse", async () => {
  const folder = newCase("rehearse", 'rehearsal = "require"');
  for (const style of ["A", "B"]) kiemphieu("ballots", folder, "--style", style, "--count", "2", "-o", join(workFolder(), `official-${style}.pdf`));
  const station = await startStation(folder);
  const page = await patientBrowser();
  await signInFirst(page, station, person("technician"));

  await open(page, station, "dien-tap");
  await page.getByText("Phải diễn tập đạt mới được kiểm phiếu").waitFor();
  await page.getByText("Chưa diễn tập lần nào").waitFor();
  assert.equal(await page.getByRole("button", { name: /Kiểm phiếu không qua diễn tập/ }).count(), 0, "the technician waives nothing");
  await page.getByRole("row", { name: /^B/ }).getByRole("button", { name: "Tạo để in" }).click();
  await page.getByRole("img", { name: /trang 1/ }).waitFor();
  await look(page, "50-dien-tap-bo-phieu");
  const { documents } = await ask(page, "/api/documents");
  const deck = documents.find((one) => /^forms\/test-deck-B-\d+\.pdf$/.test(one.file));
  const { whole, short } = scanDeck(join(folder, deck.file));

  // One sheet is missing.
  await page.getByLabel("Đường dẫn thư mục").fill(short);
  await page.getByRole("button", { name: "Bắt đầu diễn tập" }).click();
  const first = page.getByRole("article").filter({ hasText: /Lần 1 · loại B/ });
  await first.getByText(/^KHÔNG ĐẠT, \d+ chỗ khác$/).waitFor();
  const difference = first.getByRole("group", { name: "Các chỗ khác" }).getByRole("row", { name: /trang 1/ });
  assert.match(await difference.first().innerText(), /thiếu/);
  await page.getByRole("row", { name: /^B/ }).getByText("Lần cuối không đạt").waitFor();
  await look(page, "51-dien-tap-khong-dat");

  // The whole deck, out of a feeder.
  const scanner = await startScanner(whole);
  await page.getByLabel("Quét ngay bằng máy quét").check();
  await page.getByLabel("Địa chỉ máy quét mạng (eSCL)").fill(scanner.address);
  await page.getByRole("button", { name: "Dùng địa chỉ này" }).click();
  await page.getByRole("button", { name: "Bắt đầu diễn tập" }).click();
  const second = page.getByRole("article").filter({ hasText: /Lần 2 · loại B/ });
  await second.getByText("ĐẠT", { exact: true }).waitFor();
  await page.getByRole("row", { name: /^B/ }).getByText("Đạt", { exact: true }).waitFor();
  const rows = await second.getByRole("group", { name: "Số liệu lần 2" }).locator("tbody tr").count();
  assert.equal(rows, 1, "style B has one person");
  await second.getByRole("button", { name: "Biên bản" }).click();
  await page.getByRole("img", { name: /dien-tap-002-B\.pdf/ }).waitFor();
  await look(page, "52-dien-tap-dat");
  await scanner.stop();

  // Nothing of a deck is a rehearsal.
  await page.getByLabel("Thư mục ảnh trên máy này").check();
  await page.getByLabel("Đường dẫn thư mục").fill(join(workFolder(), "no-such-folder"));
  await page.getByRole("button", { name: "Bắt đầu diễn tập" }).click();
  await page.getByRole("alert").first().waitFor();

  // Style A was not rehearsed: the head opens the count all the same, and says why.
  assert.equal((await ask(page, "/api/rehearsals")).may_open, false);
  const head = await patientBrowser();
  await signInFirst(head, station, person("head"));
  await open(head, station, "dien-tap");
  await head.getByRole("button", { name: /Kiểm phiếu không qua diễn tập/ }).click();
  const sure = head.getByRole("dialog");
  assert.ok(await sure.getByRole("button", { name: /Tôi chịu trách nhiệm/ }).isDisabled(), "not without a reason");
  await sure.getByLabel("Lý do").fill("máy in hỏng, đại biểu đã họp đủ");
  await look(head, "53-bo-qua-dien-tap");
  await sure.getByRole("button", { name: /Tôi chịu trách nhiệm/ }).click();
  await head.getByText(/cho kiểm phiếu không qua diễn tập: máy in hỏng/).waitFor();
  assert.equal((await ask(head, "/api/rehearsals")).may_open, true);
  await open(head, station, "nhat-ky?kind=rehearsal_waived");
  await head.getByText(`${person("head").name} cho kiểm phiếu mà không diễn tập đạt. Lý do: máy in hỏng, đại biểu đã họp đủ`).waitFor();
  assert.deepEqual([...page.faults, ...head.faults], []);
});
