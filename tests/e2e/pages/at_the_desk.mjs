// What goes otherwise than planned before and during a count: a list dropped as a workbook with faults in it, a forgotten
// passphrase, a stack that was fed in by mistake.
import assert from "node:assert/strict";
import { join } from "node:path";
import { look, open, person, signIn, signInFirst } from "./people.mjs";
import { preparedCase } from "./prepared.mjs";
import { newBrowser, startStation, test, workFolder } from "./station.mjs";
import { workbook } from "./xlsx.mjs";

const people = [
  [1, "Phan Thị Dung", "Bí thư Huyện ủy"],
  [2, "", "Phó Bí thư Thường trực Huyện ủy"],
  [3, "Lê Hoàng Chiến", "Chủ tịch Ủy ban nhân dân huyện"],
  [5, "Đặng Quốc Ân", "Trưởng Ban Tổ chức Huyện ủy"],
];

/** Lets a file go over an element, as out of a file manager. */
async function drop(locator, name, bytes) {
  await locator.evaluate(
    (element, [called, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], called));
      for (const kind of ["dragover", "drop"]) element.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [name, bytes.toString("base64")],
  );
}

async function workbookDropped() {
  const station = await startStation(join(workFolder(), "new-case"));
  const page = await newBrowser();
  await page.goto(station.url);
  await page.getByLabel("Mã trạm").waitFor();
  await page.keyboard.type(station.code());
  await page.keyboard.press("Enter");
  const roster = page.locator(".roster");
  await roster.waitFor();
  // Before anything is entered nothing is wrong: what is still missing is listed.
  await page.getByText(/^Còn \d+ điểm cần điền hoặc sửa$/).waitFor();
  await page.getByText("Ngày họp: cần một ngày như 24/12/2026").waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  await look(page, "00-lap-ho-so-moi-mo");
  const whole = workbook([["DANH SÁCH LẤY PHIẾU TÍN NHIỆM"], ["STT", "HỌ VÀ TÊN", "CHỨC VỤ, ĐƠN VỊ CÔNG TÁC"], ...people]);
  // Cut off in the middle, as a copy from a full disk is: refused, and the list stays.
  await drop(roster, "danh-sach.xlsx", whole.subarray(0, whole.length / 2));
  await roster.locator("p.needs").waitFor();
  await drop(roster, "danh-sach.xlsx", whole);
  const name = (row) => page.getByLabel(`Họ và tên dòng ${row}`, { exact: true });
  await name(4).waitFor();
  assert.equal(await name(4).inputValue(), "Đặng Quốc Ân");
  assert.equal(await page.getByLabel("Chức vụ dòng 3", { exact: true }).inputValue(), "Chủ tịch Ủy ban nhân dân huyện");
  assert.equal(await name(2).getAttribute("aria-invalid"), "true", "no name in the second row");
  assert.equal(await name(1).getAttribute("aria-invalid"), "false");
  assert.equal(await roster.locator("p.needs").count(), 0, "the refusal of the file before is gone");
  await roster.scrollIntoViewIfNeeded();
  await look(page, "01-lap-ho-so-tep-bang-tinh");
  await name(2).fill("Trần Văn Bảo");
  await page.waitForFunction(() => document.querySelectorAll(".roster [aria-invalid=true]").length === 0);
  assert.deepEqual(page.faults, []);
  await station.stop();
}

/** The head resets a forgotten passphrase: whoever has it is signed out and makes a new one with the station's code. */
async function forgotten(head, secretary, station) {
  await open(head, station, "chuan-bi");
  await open(secretary, station, "xem-xet");
  const code = station.code();
  await head.getByRole("row", { name: new RegExp(person("secretary").name) }).getByRole("button", { name: "Đặt lại" }).click();
  await look(head, "34-dat-lai-mat-khau");
  await head.getByRole("dialog").getByRole("button", { name: "Đặt lại" }).click();
  await head.getByRole("row", { name: new RegExp(`${person("secretary").name}.*đặt ở lần đăng nhập đầu`) }).waitFor();
  await secretary.getByText("Mật khẩu đã được đặt lại.").waitFor();
  await secretary.getByRole("button", { name: person("secretary").name }).click();
  const now = station.code() ?? code;
  await secretary.keyboard.type(now);
  await secretary.getByLabel("Mật khẩu", { exact: true }).fill("mật khẩu mới của tôi");
  await secretary.getByLabel("Nhập lại mật khẩu").fill("mật khẩu mới của tôi");
  await secretary.keyboard.press("Enter");
  await secretary.getByRole("button", { name: "Đăng xuất" }).waitFor();
  assert.match(secretary.url(), /#\/xem-xet/, "back where one was");
  // The old passphrase is none any more, the new one is.
  await secretary.getByRole("button", { name: "Đăng xuất" }).click();
  await secretary.getByRole("button", { name: person("secretary").name }).click();
  await secretary.keyboard.type(person("secretary").passphrase);
  await secretary.keyboard.press("Enter");
  await secretary.getByRole("alert").waitFor();
  await look(secretary, "35-sai-mat-khau");
  await secretary.getByRole("button", { name: "Không phải tôi" }).click();
  await signIn(secretary, { ...person("secretary"), passphrase: "mật khẩu mới của tôi" });
}

const scanned = (page) => page.locator(".counter li strong").innerText();
const scannedIs = (page, many) => page.waitForFunction((text) => document.querySelector(".counter li strong")?.textContent === text, many);

/** A stack set aside counts for nothing any more; fed in again it counts once. */
async function setAside(secretary, technician, station, tray) {
  await open(technician, station, "quet");
  await technician.getByText("Trưởng Ban, Thư ký và Thành viên để riêng được một xấp.").waitFor();
  await open(secretary, station, "quet");
  await secretary.getByRole("button", { name: "Để riêng …" }).waitFor();
  const all = await scanned(secretary);
  assert.ok(Number(all) > 0);
  await secretary.getByRole("button", { name: "Để riêng …" }).click();
  const dialog = secretary.getByRole("dialog");
  const logged = /số trong nhật ký: ([\d.]+)/.exec(await dialog.getByRole("heading").innerText());
  assert.ok(logged, "the number that the log has stands beside the stack's name");
  assert.equal(await secretary.getByText(`(${logged[0]})`, { exact: true }).count(), 1, "and in its row");
  assert.ok(await dialog.getByRole("button", { name: "Để riêng" }).isDisabled(), "not without a reason");
  await secretary.keyboard.type("quét nhầm xấp của hội nghị khác");
  await look(secretary, "36-de-rieng-xap");
  await secretary.keyboard.press("Enter");
  await secretary.getByText(/Đã để riêng, không đếm: .*quét nhầm xấp/).waitFor();
  await scannedIs(secretary, "0");
  await open(secretary, station, "doi-chieu");
  await secretary.locator(".identities li.open").filter({ hasText: "Số phiếu máy giữ bằng số thu về" }).waitFor();

  await open(technician, station, "quet");
  assert.equal(await scanned(technician), "0");
  await technician.getByLabel("Thư mục ảnh trên máy này").check();
  await technician.getByLabel("Đường dẫn thư mục").fill(tray);
  await technician.getByRole("button", { name: "Bắt đầu quét" }).click();
  await scannedIs(technician, all);
  await technician.getByText("Hết giấy trong khay không chứng minh").waitFor();
  await look(technician, "37-xap-quet-lai");
  await open(technician, station, "nhat-ky?kind=batch_set_aside");
  await technician.getByText(/quét nhầm xấp của hội nghị khác/).waitFor();
}

await test("at the desk", async () => {
  await workbookDropped();
  const { folder, tray } = preparedCase("desk", 3, []);
  const station = await startStation(folder);
  const [head, secretary, technician] = [await newBrowser(), await newBrowser(), await newBrowser()];
  for (const [page, role] of [[head, "head"], [secretary, "secretary"], [technician, "technician"]]) await signInFirst(page, station, person(role));
  await forgotten(head, secretary, station);
  await setAside(secretary, technician, station, tray);
  for (const page of [head, secretary, technician]) assert.deepEqual(page.faults, []);
});
