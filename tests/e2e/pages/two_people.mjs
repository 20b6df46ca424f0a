// Where the policy asks for two people: a second one agrees, one disagrees and the head rules, and a whole wall is
// confirmed by both.
import assert from "node:assert/strict";
import { checkAccess, itemSeen, open, person, ruleOn, signInFirst } from "./people.mjs";
import { preparedCase } from "./prepared.mjs";
import { newBrowser, startStation, test } from "./station.mjs";

const ask = (page, item) => page.evaluate(async (name) => (await fetch(`/api/items/${encodeURIComponent(name)}`)).json(), item);
/** Confirms what is left on the wall as the machine proposes. */
async function confirmWall(page, station) {
  await open(page, station, "xem-xet");
  await page.getByRole("link", { name: /Không ô nào có dấu → Không ô nào/ }).click();
  await page.getByRole("listbox").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Loạt này đã xem hết").waitFor();
}

/** What stands before both at once: nothing may, and a row that one holds is refused to the other and says who. */
async function neverTheSame(secretary, member, station) {
  await open(member, station, "xem-xet");
  await open(secretary, station, "xem-xet");
  const { item: hers } = await itemSeen(secretary);
  const { item: his } = await itemSeen(member);
  assert.notEqual(hers, his);
  await open(member, station, `xem-xet?item=${encodeURIComponent(hers)}`);
  await member.getByText(`${person("secretary").name} đang xem mục này.`).waitFor();
  await checkAccess(member, "an item that somebody else has");
  await itemSeen(member);
  await member.keyboard.press("1");
  await member.getByText(/đang xem mục này: phím chưa ghi gì/).waitFor();
  const status = await member.evaluate(async (item) => {
    const { csrf } = await (await fetch("/api/session")).json();
    const body = JSON.stringify({ rulings: [{ item, ruling: "high" }] });
    return (await fetch("/api/rulings", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF": csrf }, body })).status;
  }, hers);
  assert.equal(status, 409);
  // Who leaves gives it back, and it comes by itself.
  await open(secretary, station, "nhat-ky");
  await member.waitForFunction(() => !document.body.textContent.includes("đang xem mục này."));
  await member.waitForFunction((item) => document.querySelector(".review:not([data-shown=coming])")?.getAttribute("data-item") === item, hers);
  assert.equal((await ask(member, hers)).pending, true);
}

await test("two people", async () => {
  const { folder } = preparedCase("two", 4, ["--blank-rows", "2"], "two_person = true");
  const station = await startStation(folder);
  const member = await newBrowser();
  await signInFirst(member, station, person("member"));
  const secretary = await newBrowser();
  await signInFirst(secretary, station, person("secretary"));
  const head = await newBrowser();
  await signInFirst(head, station, person("head"));

  await neverTheSame(secretary, member, station);
  await open(member, station, "xem-xet");
  const { item: agreed } = await itemSeen(member);
  await ruleOn(member, agreed, "0");
  const { item: disputed } = await itemSeen(member);
  await ruleOn(member, disputed, "1");
  assert.equal((await ask(member, agreed)).pending, true, "one person is not enough");

  await open(secretary, station, `xem-xet?item=${encodeURIComponent(agreed)}`);
  await secretary.getByText("Cần người thứ hai.").waitFor();
  await checkAccess(secretary, "a second person's word");
  await itemSeen(secretary);
  await secretary.keyboard.press("y");
  await secretary.waitForFunction(async (name) => (await (await fetch(`/api/items/${encodeURIComponent(name)}`)).json()).pending === false, agreed);

  await open(secretary, station, `xem-xet?item=${encodeURIComponent(disputed)}`);
  await secretary.getByText("Cần người thứ hai.").waitFor();
  await secretary.keyboard.press("n");
  await secretary.getByLabel("Vì sao không đồng ý").fill("không thấy dấu nào");
  await secretary.keyboard.press("Enter");
  await secretary.waitForFunction(() => location.hash === "#/xem-xet");
  await open(secretary, station, "nhat-ky"); // gives back what the queue had offered next

  await open(head, station, `xem-xet?item=${encodeURIComponent(disputed)}`);
  await head.getByText("Hai người ý kiến khác nhau: Trưởng Ban quyết định.").waitFor();
  await itemSeen(head);
  await head.keyboard.press("0");
  await head.waitForFunction(async (name) => (await (await fetch(`/api/items/${encodeURIComponent(name)}`)).json()).ruling === "none", disputed);
  await open(head, station, "nhat-ky");

  await confirmWall(member, station);
  await confirmWall(secretary, station);
  await secretary.waitForFunction(async () => (await (await fetch("/api/items?state=pending&limit=1")).json()).total === 0);
  assert.deepEqual([...member.faults, ...secretary.faults, ...head.faults], []);
});
