// From an empty folder to confirmed results in the browser: set up, print, declare, scan through an eSCL feeder, rule by
// keyboard one by one and on the wall, key a torn sheet in twice, confirm twice, and find the figures the voters meant.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { committee, itemSeen, look, open, paste, person, ruleOn, signInFirst } from "./people.mjs";
import { fillBallots, newBrowser, startScanner, startStation, test, workFolder } from "./station.mjs";
import { figures, paperOf } from "./truth.mjs";

const voters = 20;
const spare = 2;
const samples = join(process.env.PROJECT_SOURCE, "samples/tinh-uy-song-van");
const rulingKeys = { high: "1", confidence: "2", low: "3", none: "0", double: "d", triple: "t", crossed: "g" };

async function setUp(page, station) {
  await page.goto(station.url);
  await page.getByLabel("Mã trạm").waitFor();
  await look(page, "00-lap-ho-so-ma-tram");
  await page.getByLabel("Mã trạm").fill(station.code());
  await page.keyboard.press("Enter");
  await page.getByLabel("Tên tổ chức, cơ quan, đơn vị").fill("Tỉnh ủy Sông Vân");
  await page.getByLabel("Tên hội nghị (kỳ họp)").fill("lần thứ mười lăm Ban Chấp hành Đảng bộ tỉnh Sông Vân khóa XX, nhiệm kỳ 2020 - 2025");
  await page.getByLabel("Nơi họp").fill("Sông Vân");
  await page.getByLabel("Ngày họp").fill("15/12/2023");
  const positions = {
    A: "các đồng chí Bí thư, Phó Bí thư, Ủy viên Ban Thường vụ Tỉnh ủy",
    B: "các đồng chí lãnh đạo các cơ quan tham mưu, giúp việc Tỉnh ủy, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh",
    C: "đồng chí Hiệu trưởng Trường Chính trị tỉnh",
  };
  for (const style of ["A", "B", "C"]) {
    if (style !== "A") await page.getByRole("button", { name: "+ Thêm loại phiếu" }).click();
    await page.getByLabel("(1) Thành phần ghi phiếu").fill("các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh");
    await page.getByLabel("(2) Chức danh được lấy phiếu").fill(positions[style]);
    const roster = join(samples, `roster-${style.toLowerCase()}.csv`);
    if (style === "A") {
      // A name missing in the third row: the grid says so where it is.
      const text = readFileSync(roster, "utf8").replace(/^\uFEFF/, "");
      const rows = text.trim().split(/\r?\n/).slice(1).map((line) => /^(\d+),([^,]*),"?(.*?)"?$/.exec(line).slice(1));
      const broken = rows.map((row, index) => (index === 2 ? [row[0], "", row[2]] : row).join("\t")).join("\n");
      await paste(page.getByRole("group", { name: "Chỗ dán danh sách" }), broken);
      await page.getByLabel("Họ và tên dòng 3", { exact: true }).waitFor();
      assert.equal(await page.getByLabel("Họ và tên dòng 3", { exact: true }).getAttribute("aria-invalid"), "true");
      await page.getByLabel("Họ và tên dòng 3", { exact: true }).scrollIntoViewIfNeeded();
      await look(page, "01-lap-ho-so-danh-sach-co-loi");
      await page.getByLabel("Họ và tên dòng 3", { exact: true }).fill(rows[2][1]);
    } else {
      await page.getByLabel("Tệp danh sách").setInputFiles(roster);
      await page.getByLabel("Họ và tên dòng 1", { exact: true }).waitFor();
    }
  }
  await page.getByRole("button", { name: "Loại A" }).click();
  const names = page.getByLabel(/^Họ và tên người thứ/);
  for (const [index, one] of committee.entries()) await names.nth(index).fill(one.name);
  await page.getByText("Bản khai đã đủ, không có lỗi.").waitFor();
  await page.getByRole("img", { name: /Phiếu như khi in/ }).waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await look(page, "02-lap-ho-so-xem-truoc-phieu");
  await page.getByRole("button", { name: "Lập hồ sơ" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Lập hồ sơ" }).click();
  await page.getByRole("heading", { name: "Chọn tên của mình" }).waitFor();
}

async function print(page, station) {
  await open(page, station, "in-phieu");
  for (const [index] of ["A", "B", "C"].entries()) {
    const order = page.locator("form.panel").nth(index);
    await order.getByLabel("Số phiếu").fill(String(voters));
    await order.getByLabel("Dự phòng").fill(String(spare));
    await order.getByRole("button", { name: "Tạo phiếu để in" }).click();
    await order.getByText(`Đã in: ${voters + spare}`).waitFor();
  }
  await page.getByRole("img", { name: /trang 1/ }).waitFor();
  await look(page, "04-in-phieu");
}

async function declare(page, station) {
  await open(page, station, "phat-thu");
  for (const style of ["A", "B", "C"]) {
    const form = page.getByRole("form", { name: `Loại ${style}` });
    const given = { "Triệu tập": voters + 2, "Có mặt": voters, "Phát ra": voters, "Đổi (hỏng)": 0, "Không dùng": spare, "Thu về": voters };
    for (const [label, value] of Object.entries(given)) await form.getByLabel(label).fill(String(value));
    await form.getByRole("button", { name: "Khai số" }).click();
    await form.getByText("Đủ ít nhất 2/3 có mặt (Khoản 2)").waitFor();
  }
  await look(page, "05-phat-thu");
}

async function scan(page, station, tray, sides) {
  const scanner = await startScanner(tray, ["--delay-ms", "20", "--fault", "jam@12"]);
  await open(page, station, "quet");
  await look(page, "06-quet-chua-co-to-nao");
  await page.getByLabel("Địa chỉ máy quét mạng (eSCL)").fill(scanner.address);
  await page.getByRole("button", { name: "Dùng địa chỉ này" }).click();
  await page.getByRole("button", { name: "Bắt đầu quét" }).click();
  // A jam takes the page over; people clear it and go on.
  await page.getByRole("heading", { name: "Máy quét dừng" }).waitFor({ timeout: 60_000 });
  await look(page, "07-quet-ket-giay");
  await fetch(`http://${scanner.address}/operator/clear`, { method: "POST" });
  await page.getByRole("button", { name: "Đã xử lý, quét tiếp" }).click();
  await page.getByText("Đang quét").first().waitFor();
  await page.waitForFunction((many) => document.querySelector(".counter .big")?.textContent === String(many), sides, { timeout: 120_000 });
  await page.getByRole("button", { name: "Bắt đầu quét" }).waitFor({ timeout: 60_000 });
  await look(page, "08-quet");
  await scanner.stop();
}

/** What a member who has the papers before him presses for an item; `later` for what another ruling settles. */
function keyFor(papers, item, problem) {
  const [kind, id, number] = item.split(":");
  if (kind === "row") {
    const paper = paperOf(papers, id, number);
    assert.ok(paper, `no paper for ${item}`);
    const verdict = paper.rows[number];
    if (["name_crossed", "name_maybe_crossed"].includes(problem)) return verdict === "crossed" ? "g" : "k";
    return rulingKeys[verdict];
  }
  if (kind === "write-in") return papers.some((one) => one.serial === id && one.added_name) ? "v" : "x";
  if (kind === "sheet") {
    const paper = papers.find((one) => one.image.startsWith(id.split(".")[0]));
    return paper.kind === "torn" ? "b" : "p";
  }
  return kind === "missing" ? "by-hand" : "?";
}

/** Rules on everything; what must be keyed in by hand is left and returned. */
async function review(page, station, papers) {
  await open(page, station, "xem-xet");
  await page.locator("[data-item]").first().waitFor();
  await look(page, "09-xem-xet-tung-dong");
  const wall = page.getByRole("link", { name: /Không ô nào có dấu → Không ô nào/ }).first();
  if (await wall.isVisible()) {
    await wall.click();
    await page.getByRole("listbox").waitFor();
    await look(page, "10-xem-xet-ca-loat");
    await pickOutAndConfirm(page, papers);
    await page.getByRole("button", { name: "Về hàng chờ" }).or(page.getByRole("link", { name: "Về hàng chờ" })).first().click();
  }
  const byHand = new Set();
  for (let pressed = 0; pressed < 400; pressed += 1) {
    const shown = await itemSeen(page);
    if (!shown || byHand.has(shown.item)) break;
    const key = keyFor(papers, shown.item, shown.problem);
    if (key === "by-hand" || key === "?") {
      byHand.add(shown.item);
      await page.keyboard.press("?");
    } else {
      await ruleOn(page, shown.item, key);
    }
  }
  return [...byHand].filter((one) => one.startsWith("missing:"));
}

/** On the wall: rows that are not what the machine proposes are picked out with space, the rest confirmed with Enter. */
async function pickOutAndConfirm(page, papers) {
  const tiles = await page.locator(".tile").evaluateAll((all) => all.map((one) => one.getAttribute("data-item")));
  for (const [index, item] of tiles.entries()) {
    const [, serial, number] = item.split(":");
    if (paperOf(papers, serial, number).rows[number] !== "none") await page.keyboard.press(" ");
    if (index + 1 < tiles.length) await page.keyboard.press("ArrowRight");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Two people key the torn sheet in, neither seeing what the other keyed. */
async function keyIn(pages, station, item, papers) {
  const [, serial] = item.split(":");
  const paper = papers.find((one) => one.serial === serial && one.kind === "torn");
  for (const [index, page] of pages.entries()) {
    await open(page, station, `nhap-tay?item=${encodeURIComponent(item)}`);
    await page.locator("table.keyed").waitFor();
    if (index === 0) await look(page, "11-nhap-tay");
    for (const number of Object.keys(paper.rows).map(Number).sort((one, other) => one - other)) await page.keyboard.press(rulingKeys[paper.rows[number]]);
    await page.keyboard.press("Enter");
    await page.getByText(index === 0 ? "Phiếu được đếm khi người thứ hai nhập giống như vậy." : "Hai người nhập giống nhau").waitFor();
  }
}

async function confirm(page, station, who, last) {
  await open(page, station, "doi-chieu");
  await page.getByText("Khớp").first().waitFor();
  if (!last) await look(page, "13-doi-chieu");
  await page.getByRole("button", { name: "Tôi xác nhận kết quả" }).click();
  await page.getByRole("dialog").getByLabel(/Mật khẩu/).fill(who.passphrase);
  await page.keyboard.press("Enter");
  await page.getByText(last ? "Kết quả đã được xác nhận." : "Mình đã xác nhận; chờ người còn lại.").waitFor();
  if (last) await look(page, "14-da-xac-nhan");
}

/** The screens that no step of the count above led through, and the hall's view of the results. */
async function others(page, station) {
  for (const [name, screen] of [["16-bien-ban", "bien-ban"], ["17-nhat-ky", "nhat-ky"], ["18-dien-tap", "dien-tap"], ["20-tro-giup", "tro-giup"]]) {
    await page.goto(`${station.url}#/${screen}`);
    await page.locator("main h1").first().waitFor();
    if (screen === "bien-ban") {
      await page.getByRole("button", { name: "Lập văn bản chính thức" }).click();
      await page.getByText("Đang lập, chừng vài giây").waitFor();
      await page.getByText("Đang lập, chừng vài giây").waitFor({ state: "detached", timeout: 120_000 });
      await page.getByRole("img", { name: /trang 1/ }).waitFor();
    }
    await look(page, name);
  }
  await open(page, station, "ket-qua");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.getByRole("button", { name: "Chiếu hội trường" }).click();
  await look(page, "21-ket-qua-chieu-hoi-truong");
}

await test("whole count", async () => {
  const folder = join(workFolder(), "case");
  const station = await startStation(folder);
  const technician = await newBrowser();
  await setUp(technician, station);
  await look(technician, "03-dang-nhap");
  await signInFirst(technician, station, person("technician"));
  await open(technician, station, "chuan-bi");
  await look(technician, "03-chuan-bi");
  await print(technician, station);

  const head = await newBrowser();
  await signInFirst(head, station, person("head"));
  await declare(head, station);

  const { tray, papers } = fillBallots(folder, join(workFolder(), "hall"), ["--voters", String(voters)]);
  await scan(technician, station, tray, papers.length);

  const secretary = await newBrowser();
  await signInFirst(secretary, station, person("secretary"));
  // Nobody sees a candidate's figure while anything waits.
  const early = await secretary.evaluate(async () => (await fetch("/api/results")).status);
  assert.equal(early, 409, "results before the end");
  const missing = await review(secretary, station, papers);
  assert.ok(missing.length > 0, "the torn sheet is to be keyed in");
  for (const item of missing) await keyIn([secretary, head], station, item, papers);
  // A ballot read by hand can bring up rows of its own.
  await open(secretary, station, "xem-xet");
  if (await secretary.locator(".review").isVisible().catch(() => false)) await review(secretary, station, papers);
  await secretary.getByText("Không còn gì chờ Ban quyết định").waitFor();
  await look(secretary, "12-xem-xet-xong");
  await open(secretary, station, "xem-xet?way=counted");
  await secretary.locator(".tile img").first().waitFor();
  await look(secretary, "12-dong-da-dem");

  await confirm(head, station, person("head"), false);
  await confirm(secretary, station, person("secretary"), true);

  const results = await head.evaluate(async () => (await fetch("/api/results")).json());
  assert.equal(results.final, true);
  for (const style of results.styles) {
    const truth = figures(papers, style.style);
    assert.equal(style.scanned, truth.collected, `style ${style.style}: ballots`);
    for (const one of style.candidates) {
      const meant = truth.people.get(one.number);
      const counted = { high: one.high.count, confidence: one.confidence.count, low: one.low.count, valid: one.valid, invalid: one.invalid };
      assert.deepEqual(counted, meant, `style ${style.style}, number ${one.number}`);
    }
  }
  await open(head, station, "ket-qua");
  await look(head, "15-ket-qua");
  await others(head, station);
  for (const page of [technician, head, secretary]) assert.deepEqual(page.faults, []);
});
