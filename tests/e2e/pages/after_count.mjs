// What comes after the count: results, documents, package, check and log, on a hand count whose every figure is known.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { makeKeys, pin, secret } from "./keys.mjs";
import { expected, handCount, patientBrowser } from "./hand_count.mjs";
import { look, open, person, signInFirst } from "./people.mjs";
import { kiemphieu, startStation, test } from "./station.mjs";

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, " ").trim();
const main = (page) => page.locator("#main");

/** Figures are hidden while anything waits, and the page says what is missing. */
async function nothingBefore(page, station) {
  await open(page, station, "ket-qua");
  await page.getByRole("heading", { name: "Còn thiếu" }).waitFor();
  await page.getByText(/^[12] việc chờ Ban xem xét$/).waitFor();
  assert.doesNotMatch(await text(main(page)), /\d,\d\d %/, "no percentage is shown");
  for (const one of expected) assert.ok(!(await text(main(page))).includes(one.name), "nobody's row is shown");
  await look(page, "40-ket-qua-con-thieu");
}

/** Every figure stands on the page as the server printed it. */
async function figuresShown(page) {
  for (const one of expected) {
    const row = page.getByRole("row").filter({ hasText: one.name });
    const cells = await row.locator("td.figure > *").allInnerTexts();
    assert.deepEqual(cells, one.figures, one.name);
    const said = await text(row.locator("th"));
    if (one.consequence) assert.ok(said.includes(one.consequence), `${one.name}: ${said}`);
    else assert.doesNotMatch(said, /Thấp/, one.name);
    const bar = row.getByRole("img");
    assert.match(await bar.getAttribute("aria-label"), /trên 7 phiếu thu về/);
  }
}

async function results(page) {
  await page.getByText("CHƯA XÁC NHẬN: số liệu tạm thời").waitFor();
  await figuresShown(page);
  await look(page, "41-ket-qua");
  // One style alone, by key; then the hall's view, where nothing is smaller than 28 px.
  await page.keyboard.press("ArrowRight");
  await page.getByRole("heading", { name: "Loại phiếu B" }).waitFor({ state: "detached" });
  await page.keyboard.press("p");
  await page.waitForFunction(() => document.documentElement.dataset.view === "projector");
  await figuresShown(page);
  const small = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || !parent || parent.closest(".unseen, .skip, script, style")) continue;
      if (!parent.checkVisibility({ visibilityProperty: true })) continue;
      const size = parseFloat(getComputedStyle(parent).fontSize);
      if (size < 27.9) found.push(`${node.data.trim()}: ${size}`);
    }
    return found;
  });
  assert.deepEqual(small, [], "text smaller than 28 px in the hall");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await look(page, "42-ket-qua-chieu");
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.keyboard.press("p");
  await page.keyboard.press("ArrowLeft");
}

/** The section with this heading at the top of the window, under the line of steps. */
async function toHeading(page, name) {
  await page.getByRole("heading", { name }).evaluate((one) => scrollTo(0, one.getBoundingClientRect().top + scrollY - 150));
}

/** Keyed into the form for notes; `more` are further fields by their labels. */
async function note(page, kind, label, value, more = {}) {
  const form = page.getByRole("form", { name: "Ghi thêm" });
  await form.getByLabel("Ghi việc gì").selectOption({ label: kind });
  await form.getByLabel(label, { exact: true }).fill(value);
  for (const [name, said] of Object.entries(more)) await form.getByLabel(name).fill(said);
  await form.getByRole("button", { name: "Ghi" }).click();
  await form.getByText("Đã ghi vào nhật ký").waitFor();
}

/** What no machine knows: noted, settled later, taken back; all of it as the command line would have it. */
async function notes(page, station, folder) {
  await open(page, station, "bien-ban");
  await page.getByRole("button", { name: "Ghi thêm …" }).click();
  const form = page.getByRole("form", { name: "Ghi thêm" });
  await form.getByLabel("Giờ", { exact: true }).fill("25:00");
  await form.getByText("Ghi giờ:phút, ví dụ 08:05.").waitFor();
  assert.ok(await form.getByRole("button", { name: "Ghi" }).isDisabled(), "no such time");
  await note(page, "Bắt đầu kiểm phiếu", "Giờ", "8h05");
  await note(page, "Kết thúc kiểm phiếu", "Giờ", "10:40");
  await note(page, "Niêm phong", "Nội dung", "Thùng phiếu: NP-0012345");
  await note(page, "Niêm phong", "Nội dung", "Túi phiếu: NP-0012346");
  await note(page, "Khiếu nại, ý kiến", "Nội dung", "Đại biểu đề nghị đếm lại");
  await page.getByRole("button", { name: "Sửa Khiếu nại, ý kiến 1" }).click();
  const change = page.getByRole("form", { name: "Sửa Khiếu nại, ý kiến 1" });
  await change.getByLabel(/Đã giải quyết thế nào/).fill("đã đếm lại, khớp");
  await change.getByRole("button", { name: "Ghi lại" }).click();
  await page.getByText("Giải quyết: đã đếm lại, khớp").waitFor();
  await page.getByRole("button", { name: "Rút Niêm phong 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rút", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("cell", { name: /NP-0012346/ }).waitFor({ state: "detached" });
  await toHeading(page, "Ghi cho biên bản");
  await look(page, "47-ghi-cho-bien-ban");
  await form.getByRole("button", { name: "Đóng" }).click();
  const listed = kiemphieu("note", folder, "list").trim().split("\n");
  const who = person("head").name;
  assert.deepEqual(listed, [
    `bắt đầu 1: 08:05 (${who})`,
    `kết thúc 1: 10:40 (${who})`,
    `niêm phong 1: Thùng phiếu: NP-0012345 (${who})`,
    `khiếu nại 1: Đại biểu đề nghị đếm lại — giải quyết: đã đếm lại, khớp (${who})`,
  ]);
}

/** What was noted stands on the paper, and what was taken back does not. */
function notesOnPaper(folder) {
  const paper = execFileSync("pdftotext", ["-layout", join(folder, "minutes", "bien-ban-A-1.pdf"), "-"], { encoding: "utf8" }).replace(/\s+/g, " ");
  for (const said of ["08 giờ 05 phút", "10 giờ 40 phút", "NP-0012345", "Đại biểu đề nghị đếm lại", "đã đếm lại, khớp"]) assert.ok(paper.includes(said), `${said}: ${paper}`);
  assert.ok(!paper.includes("NP-0012346"), "taken back");
}

/** Days and groups as the commands tell them. */
async function plan(page, station, folder) {
  await open(page, station, "chuan-bi");
  const told = JSON.parse(kiemphieu("--json", "calendar", folder)).deadlines;
  const table = page.getByRole("table", { name: "Các mốc thời gian" });
  for (const one of told) {
    const row = table.getByRole("row").filter({ hasText: one.what });
    assert.ok((await text(row)).startsWith(one.date.split("-").reverse().join("/")), one.what);
  }
  await toHeading(page, "Các mốc thời gian");
  await look(page, "48-cac-moc-thoi-gian");
  await page.getByText("Lấy phiếu ai, ai ghi phiếu").click();
  const groups = JSON.parse(kiemphieu("--json", "groups"));
  const rows = await page.getByRole("table", { name: "12 nhóm của Phụ lục 1" }).locator("tbody tr td:nth-child(2)").allInnerTexts();
  assert.deepEqual(rows, groups.map((one) => one.positions));
  await toHeading(page, "12 nhóm của Phụ lục 1");
  await look(page, "48-nhom-phu-luc-1");
}

async function minutes(page, station) {
  await open(page, station, "bien-ban");
  await page.getByRole("button", { name: "Lập văn bản chính thức" }).click();
  await page.getByRole("row", { name: /A Báo cáo kết quả \(Phụ lục 5\)/ }).waitFor();
  for (const copy of [1, 2, 3]) await page.getByRole("row", { name: new RegExp(`A Biên bản kiểm phiếu, bản ${copy}`) }).waitFor();
  await page.getByRole("button", { name: "Xem Biên bản kiểm phiếu, bản 1 (gửi cấp trên), loại A" }).click();
  const canvas = page.getByRole("img", { name: /trang 1/ });
  await canvas.waitFor();
  const inked = await canvas.evaluate((one) => {
    const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] < 100) dark += 1;
    return dark / (data.length / 4);
  });
  assert.ok(inked > 0.005 && inked < 0.3, `a printed page is shown, ${inked} of it ink`);
  await look(page, "43-bien-ban");
  const link = page.getByRole("link", { name: "Tải về Báo cáo kết quả (Phụ lục 5), loại A" });
  const got = await page.evaluate(async (address) => {
    const response = await fetch(address);
    return [response.status, new TextDecoder().decode((await response.arrayBuffer()).slice(0, 5))];
  }, await link.getAttribute("href"));
  assert.deepEqual(got, [200, "%PDF-"]);
}

/** A blank ballot as it came from the printer, against its own style and against another. */
async function printChecked(page, station, folder) {
  const scan = join(folder, "..", "phieu-A.jpg");
  execFileSync("pdftoppm", ["-r", "200", "-gray", "-jpeg", "-f", "1", "-l", "1", "-singlefile", join(folder, "..", "after-A.pdf"), scan.slice(0, -4)]);
  await open(page, station, "in-phieu");
  const check = page.getByRole("region", { name: "Kiểm tra phiếu đã in" });
  await check.getByLabel("Ảnh quét phiếu trắng").setInputFiles(scan);
  await check.getByText("ĐẠT: phiếu loại A in đúng như hồ sơ").waitFor();
  assert.equal(await check.getByText("Đúng", { exact: true }).count(), expected.length, "a word for each row");
  await check.scrollIntoViewIfNeeded();
  await look(page, "38-kiem-tra-in");
  await check.getByLabel("Loại phiếu").selectOption("B");
  await check.getByLabel("Ảnh quét phiếu trắng").setInputFiles(scan);
  await check.getByText("CHƯA ĐẠT: phiếu loại B phải có người xem").waitFor();
  await look(page, "39-kiem-tra-in-chua-dat");
}

/** The head signs by a token, the secretary by a file; a wrong PIN signs nothing, and no secret stays on the page. */
async function signed(head, secretary, station, keys) {
  await open(head, station, "bien-ban");
  const form = head.getByRole("form", { name: "Ký một văn bản" });
  await form.getByLabel("Mã PIN của token").fill("0000");
  await form.getByRole("button", { name: "Ký văn bản này" }).click();
  await form.getByText(/^Mã PIN sai/).waitFor();
  await head.getByText("Chưa văn bản nào được ký số.").waitFor();
  assert.equal(await form.getByLabel("Mã PIN của token").inputValue(), "", "the PIN is gone from the field");
  await form.scrollIntoViewIfNeeded();
  await look(head, "47-ky-so-sai-pin");
  await form.getByLabel("Mã PIN của token").fill(pin);
  await form.getByRole("button", { name: "Ký văn bản này" }).click();
  await form.getByText("Đã ký: Báo cáo kết quả (Phụ lục 5), loại A").waitFor();
  await open(secretary, station, "bien-ban");
  const own = secretary.getByRole("form", { name: "Ký một văn bản" });
  await own.getByRole("button", { name: /^Tệp chứng thư/ }).click();
  await own.getByLabel("Tệp chứng thư", { exact: true }).setInputFiles(keys.secretary);
  await own.getByLabel("Mật khẩu của tệp chứng thư").fill(secret);
  await own.getByRole("button", { name: "Ký văn bản này" }).click();
  await own.getByText("Đã ký: Báo cáo kết quả (Phụ lục 5), loại A").waitFor();
  const section = secretary.getByRole("region", { name: "Ký số" });
  await section.getByText("Hợp lệ").nth(1).waitFor();
  for (const role of ["head", "secretary"]) await section.getByRole("cell", { name: new RegExp(person(role).name) }).waitFor();
  await section.scrollIntoViewIfNeeded();
  await look(secretary, "48-ky-so");
}

async function packageMade(page) {
  await page.getByLabel("Mật khẩu của gói (không bắt buộc)").fill("ngắn");
  await page.getByText("8 ký tự trở lên.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Xuất gói bằng chứng" }).isDisabled());
  await page.getByLabel("Mật khẩu của gói (không bắt buộc)").fill("");
  await page.getByRole("button", { name: "Xuất gói bằng chứng" }).click();
  await page.getByText(/^Đã xuất \d+ tệp/).waitFor();
  await page.getByText(/^[0-9a-f]{64}$/).first().waitFor();
}

/** The check by an observer: whole at first; then a byte of the definition is changed, and it says so. */
async function checked(page, station, folder) {
  await open(page, station, "bien-ban");
  assert.equal(await page.getByRole("button", { name: /Lập (văn bản|bản nháp)/ }).count(), 0, "observers make no documents");
  assert.equal(await page.getByRole("button", { name: /^(Ghi|Sửa|Rút)/ }).count(), 0, "observers note nothing");
  const start = page.getByRole("button", { name: "Bắt đầu kiểm tra" });
  await start.click();
  await page.getByText("Hồ sơ nguyên vẹn; đọc lại ra đúng như đã ghi.").waitFor();
  await page.getByRole("heading", { name: "Kiểm tra và đếm lại" }).scrollIntoViewIfNeeded();
  await look(page, "44-kiem-tra");
  appendFileSync(join(folder, "conference.toml"), "\n");
  await start.click();
  await page.getByText("Hồ sơ KHÔNG khớp: xem các chỗ sai dưới đây.").waitFor();
  await page.getByRole("list", { name: "Các chỗ sai" }).getByText(/conference\.toml/).first().waitFor();
  await look(page, "45-kiem-tra-khong-khop");
}

async function log(page, station) {
  await open(page, station, "nhat-ky");
  const rows = page.locator(".log-table tbody tr");
  await rows.first().waitFor();
  const said = await rows.locator("td:nth-child(3)").allInnerTexts();
  for (const one of said) assert.doesNotMatch(one, /^[a-z_]+$/, `an event told by its name alone: ${one}`);
  for (const one of await rows.locator("td.time").allInnerTexts()) assert.match(one, /^\d\d:\d\d:\d\d \d\d\/\d\d\/\d{4}$/);
  await look(page, "46-nhat-ky");
  await page.getByLabel("Loại sự kiện").selectOption("confirmed");
  await page.getByText("2 sự kiện", { exact: true }).waitFor();
  const confirmed = await rows.locator("td:nth-child(3)").allInnerTexts();
  assert.deepEqual(confirmed, [`${person("secretary").name} (Thư ký) xác nhận kết quả`, `${person("head").name} (Trưởng Ban) xác nhận kết quả`]);
  await page.getByLabel("Người").selectOption(person("head").name);
  await page.getByText("1 sự kiện", { exact: true }).waitFor();
  assert.match(page.url(), /kind=confirmed/, "what is chosen stands in the address");
  // No keyed row is told by the log.
  await page.getByLabel("Người").selectOption("");
  await page.getByLabel("Loại sự kiện").selectOption("hand_entry");
  await page.getByText("18 sự kiện", { exact: true }).waitFor();
  await rows.first().locator(".hash-text").click();
  const whole = await text(page.getByRole("dialog"));
  assert.doesNotMatch(whole, /"rows"|"hand"/, "keyed rows are left out");
  assert.match(whole, /[0-9a-f]{64}/);
  await page.getByRole("dialog").getByRole("button", { name: "Đóng" }).click();
  // Older pages and back.
  await page.getByLabel("Loại sự kiện").selectOption("");
  const total = Number(/^(\d+) sự kiện$/.exec(await text(page.locator(".log-filter > p")))?.[1]);
  if (total > 50) {
    const first = await text(rows.first());
    await page.getByRole("button", { name: /Cũ hơn/ }).click();
    await page.waitForFunction((old) => document.querySelector(".log-table tbody tr")?.textContent !== old, await rows.first().evaluate((row) => row.textContent));
    await page.getByRole("button", { name: /Mới hơn/ }).click();
    await page.waitForFunction((one) => document.querySelector(".log-table tbody tr td")?.textContent === one, first.split(" ")[0]);
  }
}

await test("after the count", async () => {
  const { folder, finish } = handCount("after");
  const keys = makeKeys({ head: person("head").name, secretary: person("secretary").name });
  const station = await startStation(folder, 0, ["--pkcs11-module", keys.module]);
  const head = await patientBrowser();
  await signInFirst(head, station, person("head"));
  const observer = await patientBrowser();
  await signInFirst(observer, station, person("observer"));

  const secretary = await patientBrowser();
  await signInFirst(secretary, station, person("secretary"));

  await printChecked(head, station, folder);
  await nothingBefore(head, station);
  finish();
  // The page follows the record by itself.
  await results(head);
  for (const role of ["head", "secretary"]) kiemphieu("confirm", folder, "--as", person(role).name);
  await head.getByText(`Đã xác nhận: ${person("head").name} (Trưởng Ban), ${person("secretary").name} (Thư ký)`).waitFor();
  await notes(head, station, folder);
  await minutes(head, station);
  notesOnPaper(folder);
  await plan(head, station, folder);
  await signed(head, secretary, station, keys);
  await open(head, station, "bien-ban");
  await packageMade(head);
  await log(observer, station);
  await checked(observer, station, folder);
  await open(head, station, "tro-giup");
  await look(head, "49-tro-giup");
  assert.deepEqual([...head.faults, ...secretary.faults, ...observer.faults], []);
});
