// The scanner is measured out of its own feeder, the screen tells what was found, and a stack that looks otherwise than the
// profile says is told while counting.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { patientBrowser } from "./hand_count.mjs";
import { look, open, person, signInFirst } from "./people.mjs";
import { votedCase } from "./prepared.mjs";
import { startScanner, startStation, test, workFolder } from "./station.mjs";

const ask = (page, url) => page.evaluate(async (address) => (await fetch(address)).json(), url);

/** The printed sheet as a scanner gives it, three times. */
function scans(pdf) {
  const tray = join(workFolder(), "calibration-tray");
  mkdirSync(tray);
  for (const name of ["a", "b", "c"]) execFileSync("pdftoppm", ["-r", "200", "-gray", "-jpeg", pdf, join(tray, name)]);
  return tray;
}

await test("calibrate", async () => {
  const { folder, tray } = votedCase("calibrate", 3, []);
  const station = await startStation(folder);
  const page = await patientBrowser();
  await signInFirst(page, station, person("technician"));
  await open(page, station, "hieu-chuan");
  await page.getByText("Chưa có hồ sơ máy quét").waitFor();
  await page.getByText("Chưa có xấp nào để so").waitFor();
  await look(page, "60-chua-hieu-chuan");
  await page.getByRole("button", { name: "1. Tạo tờ hiệu chuẩn để in" }).click();
  await page.getByRole("img", { name: /trang 1/ }).waitFor();
  const { documents } = await ask(page, "/api/documents");
  const sheet = documents.find((one) => /calibration/.test(one.file));
  const scanner = await startScanner(scans(join(folder, sheet.file)));
  await page.getByLabel("Quét ngay bằng máy quét").check();
  await page.getByLabel("Địa chỉ máy quét mạng (eSCL)").fill(scanner.address);
  await page.getByRole("button", { name: "Dùng địa chỉ này" }).click();
  await page.getByRole("button", { name: "2. Đo máy quét" }).click();
  await page.getByRole("heading", { name: "Thấy gì" }).waitFor();
  await page.getByRole("heading", { name: "Số đo" }).waitFor();
  await scanner.stop();
  const { found } = await ask(page, "/api/calibration");
  assert.equal(found.scans.length, 3);
  for (const word of found.advice) await page.getByText(word.vi).first().waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await look(page, "61-hieu-chuan");

  // The ballots come from another scanner than the one that was measured: gray paper, blurred.
  await open(page, station, "quet");
  await page.getByLabel("Thư mục ảnh trên máy này").check();
  await page.getByLabel("Đường dẫn thư mục").fill(tray);
  await page.getByRole("button", { name: "Bắt đầu quét" }).click();
  await page.getByText("Hết giấy trong khay không chứng minh").waitFor();
  await open(page, station, "hieu-chuan");
  const stack = page.getByRole("region", { name: "Trong khi kiểm phiếu" }).locator("tbody tr");
  await stack.first().waitFor();
  const { drift } = await ask(page, "/api/calibration");
  assert.ok(drift[0].advice.length > 0, "a stack unlike the profile is told");
  await stack.first().locator(".word-line.needs").first().waitFor();
  await stack.first().scrollIntoViewIfNeeded();
  await look(page, "62-may-quet-khac-truoc");
  assert.deepEqual(page.faults, []);
});
