// A key pressed in the review does what it says to the item that was seen, or the page says that it did nothing: pressed
// at once, held down, pressed twice, on a slow machine, with slow answers, and while somebody else rules on the same item.
import assert from "node:assert/strict";
import { checkAccess, itemSeen, open, person, ruleOn, signInFirst } from "./people.mjs";
import { preparedCase } from "./prepared.mjs";
import { kiemphieu, newBrowser, startStation, test } from "./station.mjs";

const ask = (page, url) => page.evaluate(async (address) => (await fetch(address)).json(), url);
const asItem = (page, item) => ask(page, `/api/items/${encodeURIComponent(item)}`);
const pending = async (page) => (await ask(page, "/api/items?state=pending&limit=500")).items.map((one) => one.item);
const shownNow = (page) => page.locator(".review").getAttribute("data-item");
const nothingDone = (page) => page.getByText(/^Chưa ghi gì: /).waitFor();

/** Presses "0" in the very frame in which each new item is put on the page, faster than anybody could look. */
async function pressAtOnce(page, many) {
  await page.evaluate(() => {
    globalThis.tooEarly = [];
    new MutationObserver(() => {
      const review = document.querySelector(".review");
      const item = review?.getAttribute("data-item");
      if (!item || globalThis.tooEarly.at(-1) === item) return;
      globalThis.tooEarly.push(item);
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "0", bubbles: true }));
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-item"] });
  });
  const ruled = [];
  for (let number = 0; number < many; number += 1) {
    const { item } = await itemSeen(page);
    assert.ok(!ruled.includes(item), `${item} came back after it was ruled on`);
    if (number > 0) await nothingDone(page);
    await ruleOn(page, item, "0");
    ruled.push(item);
  }
  return ruled;
}

/** Every answer of the queue takes its time: none of them may bring back what was ruled on meanwhile. */
async function withSlowAnswers(page, many) {
  await page.route(/\/api\/(items\?|rulings)/, async (route) => {
    const answer = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.fulfill({ response: answer }).catch(() => undefined);
  });
  const ruled = new Set();
  const back = [];
  await page.exposeFunction("itemStands", (item) => ruled.has(item) && back.push(item));
  await page.evaluate(() => {
    new MutationObserver(() => void globalThis.itemStands(document.querySelector(".review")?.getAttribute("data-item") ?? "")).observe(document.body, { subtree: true, childList: true });
  });
  for (let number = 0; number < many; number += 1) {
    const { item } = await itemSeen(page);
    await page.keyboard.press("0");
    await page.waitForFunction((old) => document.querySelector(".review")?.getAttribute("data-item") !== old, item);
    ruled.add(item);
  }
  await page.waitForFunction(() => sessionStorage.getItem("kiemphieu.unsent") === "[]");
  await itemSeen(page);
  assert.deepEqual(back, [], "items came back after they were ruled on");
  await page.unroute(/\/api\/(items\?|rulings)/);
  return [...ruled];
}

/** Undo right after the key, while the ruling is still on its way. */
async function undoAtOnce(page) {
  await page.route("**/api/rulings", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  const { item } = await itemSeen(page);
  await ruleOn(page, item, "0");
  await page.keyboard.press("z");
  await page.waitForFunction((old) => document.querySelector(".review")?.getAttribute("data-item") === old, item);
  assert.equal((await asItem(page, item)).pending, true, "undone");
  await page.unroute("**/api/rulings");
}

await test("lost keys", async () => {
  const { folder } = preparedCase("keys", 10, ["--blank-rows", "5"]);
  const station = await startStation(folder);
  const page = await newBrowser();
  await signInFirst(page, station, person("secretary"));
  await open(page, station, "xem-xet");
  await itemSeen(page);
  const before = await pending(page);
  const slow = await page.context().newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const ruled = await pressAtOnce(page, 5);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  // Held down, or pressed twice: one row, and the page says what became of the second press.
  await page.reload();
  const { item: held } = await itemSeen(page);
  await page.keyboard.down("0");
  await page.waitForFunction((old) => document.querySelector(".review")?.getAttribute("data-item") !== old, held);
  await itemSeen(page);
  const after = await shownNow(page);
  for (let times = 0; times < 5; times += 1) await page.keyboard.down("0");
  await page.keyboard.up("0");
  await itemSeen(page);
  assert.equal(await shownNow(page), after, "a key held down rules once");
  const { item: twice } = await itemSeen(page);
  await page.getByRole("button", { name: "Không ô nào" }).dblclick();
  await nothingDone(page);
  await checkAccess(page, "a press that was not heeded");
  ruled.push(held, twice);

  // A key that is none of this item's, and keys while a field has them.
  const { item: kept } = await itemSeen(page);
  await page.keyboard.press("a");
  await page.getByText("Chưa ghi gì: phím A không dùng cho mục này.").waitFor();
  await page.keyboard.press("w");
  await page.keyboard.type("10");
  assert.equal(await shownNow(page), kept, "typing a reason rules on nothing");
  await page.keyboard.press("Escape");
  assert.equal(await page.getByLabel(/^Lý do/).inputValue(), "10");

  // Somebody at the command line, which takes no leases, rules on what stands here: it stays, and says so, until one
  // goes on.
  try {
    kiemphieu("review", folder, "rule", kept, "none", "--as", person("member").name);
  } catch (error) {
    assert.equal(error.status, 1, "done, and more waits");
  }
  await page.getByText("Người khác vừa quyết định mục này: Không ô nào.").waitFor();
  assert.equal(await shownNow(page), kept, "nothing moves under one's fingers");
  await page.keyboard.press("1");
  await page.getByText(/^Người khác vừa quyết định mục này: phím chưa ghi gì/).waitFor();
  await ruleOn(page, kept, "Enter");
  assert.equal((await asItem(page, kept)).ruling, "none", "the other's ruling stands");
  ruled.push(kept);

  await undoAtOnce(page);
  ruled.push(...(await withSlowAnswers(page, 4)));
  const left = new Set(await pending(page));
  for (const item of before) assert.equal(left.has(item), !ruled.includes(item), `${item}: pending`);
  assert.deepEqual(page.faults, []);
});
