// A second station scans for the count, its pages and those of the one that leads in real browsers, a real PostgreSQL
// between them: papers fed at both are shown, a server that goes away is told, and the station ends.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { patientBrowser } from "./hand_count.mjs";
import { look, open, person, signInFirst } from "./people.mjs";
import { votedCase } from "./prepared.mjs";
import { kiemphieu, startStation, test, workFolder } from "./station.mjs";

/** A socket's path is short: 107 bytes at most. */
const server = mkdtempSync("/tmp/kiemphieu-pg-");
const trial = (...words) => execFileSync(join(process.env.PROJECT_SOURCE, "scripts/postgres-trial.sh"), words, { encoding: "utf8" });

/** The first papers of a tray; `anew`: scanned for the n-th time, the same picture in another file by a comment in the JPEG. */
function stack(tray, name, count, anew) {
  const folder = join(workFolder(), name);
  mkdirSync(folder);
  for (const file of readdirSync(tray).sort().slice(0, count)) {
    const scan = readFileSync(join(tray, file));
    const comment = anew ? Buffer.from([0xff, 0xfe, 0, 3, anew]) : Buffer.alloc(0);
    writeFileSync(join(folder, file), Buffer.concat([scan.subarray(0, 2), comment, scan.subarray(2)]));
  }
  return folder;
}

async function scan(page, station, folder) {
  await open(page, station, "quet");
  const other = page.getByRole("button", { name: "Đổi máy quét hoặc thư mục" });
  if (await other.isVisible()) await other.click();
  await page.getByLabel("Thư mục ảnh trên máy này").check();
  await page.getByLabel("Đường dẫn thư mục").fill(folder);
  await page.getByRole("button", { name: "Bắt đầu quét" }).click();
  await page.getByText("Hết giấy trong khay không chứng minh").waitFor();
}

await test("stations", async () => {
  const addresses = trial("start", server);
  const [owner, url] = ["board", "station"].map((user) => new RegExp(`^${user}\\s+(\\S+)$`, "m").exec(addresses)[1]);
  kiemphieu("store", "prepare", owner);
  try {
    const { folder, tray } = votedCase("stations", 6, []);
    const head = person("head");
    const second = join(workFolder(), "ban-2");
    kiemphieu("station", "add", folder, "--name", "Bàn 2", "-o", second, "--as", head.name);
    const leading = await startStation(folder, 0, ["--stations", url]);
    const scanning = await startStation(second, 0, ["--stations", url]);
    const hall = await patientBrowser();
    const desk = await patientBrowser();
    await signInFirst(hall, leading, head);
    await signInFirst(desk, scanning, person("technician"));

    // The hall's own stack at the station that leads; some of its papers again at the other.
    await scan(hall, leading, stack(tray, "hom-1", 4));
    await open(desk, scanning, "cac-tram");
    await desk.getByText("Mọi mặt phiếu quét ở đây đã chuyển đi").waitFor();
    await look(desk, "70-tram-quet");
    await scan(desk, scanning, stack(tray, "hom-2", 3, 1));
    const twice = hall.getByRole("region", { name: /^Phiếu quét hai lần/ });
    await twice.getByRole("row").nth(3).waitFor();
    assert.equal(await twice.getByText("Trạm 1 (Bàn 2)").count(), 3);
    await twice.scrollIntoViewIfNeeded();
    await look(hall, "71-quet-hai-lan");
    await twice.getByRole("button", { name: "Xem hai ảnh" }).first().click();
    await hall.getByRole("dialog").getByRole("img").nth(1).waitFor();
    await look(hall, "72-hai-anh");
    await hall.getByRole("dialog").getByRole("button", { name: "Đóng" }).click();
    await open(hall, leading, "cac-tram");
    await hall.getByRole("row", { name: /Bàn 2/ }).waitFor();
    await look(hall, "73-cac-tram");

    // The server goes away: both pages say so, scanning goes on, and nothing is lost when it is back.
    trial("stop", server, "immediate");
    await hall.getByRole("alert").getByText("Mất liên lạc với máy chủ").waitFor();
    await scan(desk, scanning, stack(tray, "hom-3", 2, 2));
    await desk.getByRole("alert").getByText("2 mặt phiếu chờ ở đây").waitFor();
    await look(desk, "74-mat-lien-lac");
    trial("start", server);
    await open(desk, scanning, "cac-tram");
    await desk.getByText("Mọi mặt phiếu quét ở đây đã chuyển đi").waitFor();
    await hall.getByRole("row", { name: /Bàn 2/ }).getByRole("cell", { name: "5", exact: true }).waitFor();

    await desk.getByRole("button", { name: "Quét xong, kết thúc trạm này" }).click();
    await desk.getByRole("button", { name: "Kết thúc", exact: true }).click();
    await desk.getByText("Trạm này đã kết thúc").first().waitFor();
    await hall.getByRole("row", { name: /Bàn 2/ }).getByText("Rồi").waitFor();
    assert.equal(await hall.getByRole("button", { name: /Thôi chờ trạm này/ }).count(), 0);
    for (const page of [hall, desk]) assert.deepEqual(page.faults, []);
  } finally {
    trial("stop", server, "immediate");
    rmSync(server, { recursive: true, force: true });
  }
});
