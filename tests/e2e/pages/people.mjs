// What people do on the pages, by keyboard where the pages offer keys.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { smallPng } from "./small_png.mjs";

const require = createRequire(join(process.env.PAGES_SOURCE, "package.json"));
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const committee = [
  { name: "Hoàng Trọng Nghĩa", role: "head", passphrase: "sông vân mùa lũ" },
  { name: "Vũ Thị Ngọc Diệp", role: "secretary", passphrase: "đò ngang bến cũ" },
  { name: "Đỗ Quang Thắng", role: "member", passphrase: "lúa chín ngoài đồng" },
  { name: "Bùi Nhật Minh", role: "technician", passphrase: "máy quét đời mới" },
  { name: "Tạ Thị Hồng Vân", role: "observer", passphrase: "mắt sáng lòng ngay" },
];

export const person = (role) => committee.find((one) => one.role === role);

/** Signs in for the first time, with the code from the station's terminal. */
export async function signInFirst(page, station, who) {
  const code = station.code();
  await page.goto(station.url);
  await page.getByRole("button", { name: who.name }).click();
  await page.getByLabel("Mã trạm").fill(code);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(who.passphrase);
  await page.getByLabel("Nhập lại mật khẩu").fill(who.passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
  await station.codeAfter(code);
}

export async function signIn(page, who) {
  await page.getByRole("button", { name: who.name }).click();
  await page.getByLabel("Mật khẩu", { exact: true }).fill(who.passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
}

/** Opens a screen by its name in the address. */
export async function open(page, station, screen) {
  await page.goto(`${station.url}#/${screen}`);
  await page.locator("main h1").first().waitFor();
}

/** The item before one's eyes, once its keys are taken; nothing when the queue has no more for whoever looks. */
export async function itemSeen(page) {
  const shown = page.locator(".review:not([data-shown=coming]), main .empty").first();
  await shown.waitFor();
  const item = await shown.getAttribute("data-item");
  return item ? { item, problem: await shown.getAttribute("data-problem") } : undefined;
}

/** Presses a key for the item seen and waits until it has left the page. */
export async function ruleOn(page, item, key) {
  await page.keyboard.press(key);
  await page.waitForFunction((old) => document.querySelector(".review")?.getAttribute("data-item") !== old, item);
}

/** Lets axe-core look at the page; whatever it finds is a failure. */
export async function checkAccess(page, where) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join("; ")}`);
  });
  assert.deepEqual(found, [], `axe-core on ${where}`);
}

const wanted = process.env.KIEMPHIEU_SHOTS;

/**
 * Checks a screen with axe-core in both languages, and with KIEMPHIEU_SHOTS=DIR keeps a picture of each.
 */
export async function look(page, name) {
  for (const language of ["vi", "en"]) {
    await page.evaluate((chosen) => {
      const button = [...document.querySelectorAll("button[lang]")].find((one) => one.lang === chosen);
      button?.click();
    }, language);
    await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language);
    await page.waitForFunction(() => [...document.images].every((one) => one.complete || one.loading === "lazy"));
    await page.waitForFunction(() => document.querySelector(".page-blank") === null);
    await checkAccess(page, `${name} (${language})`);
    if (wanted) {
      await page.evaluate(() => Promise.all([...document.images].filter((one) => one.loading !== "lazy").map((one) => one.decode().catch(() => undefined))));
      writeFileSync(join(wanted, `${name}.${language}.png`), smallPng(await page.screenshot()));
    }
  }
  await page.evaluate(() => [...document.querySelectorAll("button[lang]")].find((one) => one.lang === "vi")?.click());
  await page.waitForFunction(() => document.documentElement.lang === "vi");
}

/** Pastes text as a spreadsheet's clipboard has it. */
export async function paste(locator, text) {
  await locator.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}
