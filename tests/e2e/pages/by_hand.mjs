// A hall without a scanner: every paper keyed in twice by two people from its code, a difference settled by the head; every
// figure that may disagree is red once and keeps the count from being confirmed; confirmed, reopened and confirmed again.
import assert from "node:assert/strict";
import { join } from "node:path";
import { newCase, printedCodes } from "./hand_count.mjs";
import { look, open, person, signInFirst } from "./people.mjs";
import { kiemphieu, newBrowser, startStation, test, workFolder } from "./station.mjs";

const rows = { A: ["131", "120", "112"], B: ["3"] };

function hall() {
  const folder = newCase("hand");
  const codes = {};
  for (const [style, papers] of Object.entries(rows)) {
    const pdf = join(workFolder(), `hand-${style}.pdf`);
    kiemphieu("ballots", folder, "--style", style, "--count", String(papers.length), "-o", pdf);
    codes[style] = printedCodes(pdf);
    declare(folder, style, {});
  }
  return { folder, codes };
}

/** Declares what agrees with the papers, but for what is given; the head may say why it changes. */
function declare(folder, style, other) {
  const many = rows[style].length;
  const figures = { issued: many, collected: many, exchanged: 0, unused: 0, summoned: 9, present: 7, ...other };
  kiemphieu("declare", folder, "--style", style, ...Object.entries(figures).flatMap(([name, value]) => [`--${name}`, String(value)]), "--why", "đếm lại bằng tay");
}

/** Types a paper's code, then its rows: keys only. */
async function keyPaper(page, code, keys) {
  await page.keyboard.type(code.replace("-", " "));
  await page.keyboard.press("Enter");
  await page.locator("table.keyed").waitFor();
  for (const key of keys) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await page.locator("table.keyed").waitFor({ state: "detached" });
}

async function everythingTwice(secretary, member, head, station, codes) {
  const all = Object.keys(rows).flatMap((style) => rows[style].map((keys, index) => ({ code: codes[style][index], keys })));
  for (const page of [secretary, member]) await open(page, station, "nhap-tay");
  for (const { code, keys } of all) await keyPaper(secretary, code, keys);
  await secretary.getByText("Phiếu được đếm khi người thứ hai nhập giống như vậy.").waitFor();
  // The other person's list follows within moments: what it comes to is what counts.
  await member.locator("main tbody tr").nth(all.length - 1).waitFor();
  assert.equal(await member.locator("main tbody tr").count(), all.length, "every paper waits for its second keying");
  // A paper is named by what is printed on it.
  const named = (await member.locator("main tbody td:first-child").allInnerTexts()).map((text) => text.replaceAll(" ", ""));
  assert.deepEqual(named.sort(), all.map(({ code }) => code.split("-")[0]).sort());
  await look(member, "30-nhap-tay-cho-lan-hai");
  // The same person does not key a paper twice.
  await secretary.keyboard.type(all[0].code);
  await secretary.keyboard.press("Enter");
  await secretary.getByText("Mình đã nhập phiếu này; cần một người khác nhập lần hai.").waitFor();
  // The third paper's second row is seen otherwise by the second person.
  for (const [index, { code, keys }] of all.entries()) await keyPaper(member, code, index === 2 ? "122" : keys);
  await head.waitForFunction(async () => (await (await fetch("/api/entries")).json()).entries.length === 1);
  await open(head, station, "nhap-tay");
  await head.getByText("Trưởng Ban: khác nhau ở dòng").waitFor();
  assert.doesNotMatch(await head.locator("main tbody").innerText(), /122|112/, "nobody sees what was keyed");
  await look(head, "31-nhap-tay-khac-nhau");
  await head.getByRole("button", { name: "Nhập", exact: true }).click();
  await head.locator("table.keyed").waitFor();
  for (const key of "112") await head.keyboard.press(key);
  await head.keyboard.press("Enter");
  await head.getByText("Không có phiếu nào chờ").waitFor();
}

const confirmButton = (page) => page.getByRole("button", { name: "Tôi xác nhận kết quả" });

/** Each figure that can disagree does so once: its line is open, and nobody can confirm. */
async function everyFigureRed(page, station, folder) {
  await open(page, station, "doi-chieu");
  const open_ = page.locator(".identities li.open");
  await page.getByText("Khớp").first().waitFor();
  assert.equal(await open_.count(), 0);
  assert.ok(await confirmButton(page).isEnabled());
  const wrong = [
    ["Số có mặt đạt ít nhất hai phần ba số được triệu tập", { present: 5 }],
    ["Số in bằng phát ra cộng không dùng cộng hỏng đã đổi", { unused: 1 }],
    ["Số thu về không quá số phát ra", { issued: 2, unused: 1 }],
    ["Số phiếu máy giữ bằng số thu về", { collected: 2 }],
  ];
  for (const [index, [line, figures]] of wrong.entries()) {
    declare(folder, "A", figures);
    await open_.filter({ hasText: line }).first().waitFor();
    await open_.filter({ hasText: "Không còn việc nào chờ xem xét" }).waitFor();
    assert.ok(await confirmButton(page).isDisabled(), line);
    await page.getByText("Xác nhận được khi mọi số bên trái khớp hoặc đã được Ban chấp nhận.").waitFor();
    if (index === 2) await look(page, "32-doi-chieu-khong-khop");
    declare(folder, "A", {});
    await open_.first().waitFor({ state: "detached" });
  }
  assert.ok(await confirmButton(page).isEnabled());
}

async function confirm(page, station, who, last) {
  await open(page, station, "doi-chieu");
  await confirmButton(page).click();
  await page.getByRole("dialog").getByLabel(/Mật khẩu/).fill("không phải mật khẩu này");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("alert").waitFor();
  await page.getByRole("dialog").getByLabel(/Mật khẩu/).fill(who.passphrase);
  await page.keyboard.press("Enter");
  await page.getByText(last ? "Kết quả đã được xác nhận." : "Mình đã xác nhận; chờ người còn lại.").waitFor();
}

/** Confirmed, then reopened with a reason: both confirm again, and the log has all of it. */
async function reopened(head, secretary, observer, station) {
  await head.getByRole("button", { name: "Mở lại …" }).click();
  const dialog = head.getByRole("dialog");
  assert.ok(await dialog.getByRole("button", { name: "Mở lại" }).isDisabled(), "not without a reason");
  await dialog.getByLabel("Lý do").fill("một đại biểu khiếu nại, Ban xem lại");
  await dialog.getByLabel(/Mật khẩu/).fill(person("head").passphrase);
  await look(head, "33-mo-lai");
  await head.keyboard.press("Enter");
  await confirmButton(head).waitFor();
  // Whoever looked at the results sees at once that they no longer stand.
  await observer.getByText("CHƯA XÁC NHẬN: số liệu tạm thời").waitFor();
  await confirm(secretary, station, person("secretary"), false);
  await confirm(head, station, person("head"), true);
  await open(observer, station, "nhat-ky?kind=confirmed");
  await observer.getByText("4 sự kiện", { exact: true }).waitFor();
  await open(observer, station, "nhat-ky?kind=reopened");
  await observer.getByText("một đại biểu khiếu nại, Ban xem lại").waitFor();
}

/** What a role may not do it sees said, on the page where it would be done. */
async function whyNot(station, pages) {
  const said = [
    ["technician", "nhap-tay", "Trưởng Ban, Thư ký và Thành viên nhập tay."],
    ["technician", "xem-xet", null],
    ["technician", "phat-thu", "Trưởng Ban khai các số này."],
    ["technician", "doi-chieu", "Vai này chỉ xem: Trưởng Ban và Thư ký xác nhận."],
    ["member", "doi-chieu", "Vai này chỉ xem: Trưởng Ban và Thư ký xác nhận."],
    ["member", "in-phieu", /Trưởng Ban, Thư ký hoặc Kỹ thuật viên/],
    ["member", "bien-ban", "Trưởng Ban, Thư ký hoặc Kỹ thuật viên xuất gói."],
    ["member", "bien-ban", "Trưởng Ban hoặc Thư ký ghi."],
    ["member", "chuan-bi", "Quên mật khẩu: Trưởng Ban đặt lại ở đây."],
    ["observer", "quet", /^Giám sát chỉ xem/],
    ["observer", "hieu-chuan", "Kỹ thuật viên hoặc Ban Kiểm phiếu hiệu chuẩn."],
  ];
  for (const [role, screen, sentence] of said) {
    await open(pages[role], station, screen);
    if (sentence) await pages[role].getByText(sentence).first().waitFor();
  }
}

await test("by hand", async () => {
  const { folder, codes } = hall();
  const station = await startStation(folder);
  const pages = {};
  for (const role of ["secretary", "member", "head", "technician", "observer"]) {
    pages[role] = await newBrowser();
    await signInFirst(pages[role], station, person(role));
  }
  const { secretary, member, head, observer } = pages;
  // Nobody must rehearse in this conference, but the procedure says that one should, and leads there.
  await open(head, station, "nhap-tay");
  await head.locator(".procedure li.now").getByText("Diễn tập").waitFor();
  await head.getByRole("link", { name: "Đến bước Diễn tập" }).click();
  await head.getByRole("heading", { name: "Diễn tập", exact: true }).first().waitFor();
  await everythingTwice(secretary, member, head, station, codes);
  await whyNot(station, pages);
  await everyFigureRed(head, station, folder);
  await confirm(head, station, person("head"), false);
  await confirm(secretary, station, person("secretary"), true);
  await open(observer, station, "ket-qua");
  await observer.getByText("Trần Thị Bình").first().waitFor();
  await open(head, station, "doi-chieu");
  await reopened(head, secretary, observer, station);

  const results = await head.evaluate(async () => (await fetch("/api/results")).json());
  assert.equal(results.final, true);
  const figures = results.styles[0].candidates.map((one) => [one.high.count, one.confidence.count, one.low.count, one.invalid]);
  assert.deepEqual(figures, [[3, 0, 0, 0], [1, 1, 1, 0], [1, 1, 0, 1]]);
  for (const page of Object.values(pages)) assert.deepEqual(page.faults, []);
});
