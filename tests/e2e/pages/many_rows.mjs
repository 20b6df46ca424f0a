// Many flagged rows at once: two hundred ruled on the wall with few actions, two people ruling at the same time, and a
// station that is killed under an open browser.
import assert from "node:assert/strict";
import { itemSeen, open, person, ruleOn, signIn, signInFirst } from "./people.mjs";
import { preparedCase } from "./prepared.mjs";
import { newBrowser, startStation, test } from "./station.mjs";
import { figures } from "./truth.mjs";

const ask = (page, url) => page.evaluate(async (address) => (await fetch(address)).json(), url);
const allPending = async (page) => (await ask(page, "/api/items?state=pending&limit=500")).items;

/** Rules on so many rows one by one, as the machine proposes. */
async function ruleSome(page, many) {
  const ruled = [];
  while (ruled.length < many) {
    const shown = await itemSeen(page);
    if (!shown) break;
    ruled.push(shown.item);
    await ruleOn(page, shown.item, "Enter");
  }
  return ruled;
}

/** The station dies with a ruling under way; what was pressed is kept, shown, and sent once it is back. */
async function killUnder(page, station, folder) {
  await open(page, station, "xem-xet");
  const { item } = await itemSeen(page);
  await station.kill();
  await page.keyboard.press("0");
  await page.getByText(/quyết định chưa tới máy chủ/).waitFor();
  await page.getByText(/Mất kết nối với máy kiểm phiếu/).waitFor();
  const again = await startStation(folder, station.port);
  await page.getByText("Máy kiểm phiếu đã khởi động lại.").waitFor({ timeout: 30_000 });
  await page.getByText(/Có quyết định chưa gửi của/).waitFor();
  await signIn(page, person("secretary"));
  await page.waitForFunction(() => document.querySelector(".lost") === null);
  assert.match(page.url(), /#\/xem-xet/, "back where one was");
  const found = await ask(page, `/api/items/${encodeURIComponent(item)}`);
  assert.equal(found.pending, false, "the ruling pressed while the station was away");
  assert.equal(found.ruling, "none");
  return again;
}

await test("many rows", async () => {
  const { folder, papers } = preparedCase("many", 45, ["--blank-rows", "3"]);
  let station = await startStation(folder);
  const secretary = await newBrowser();
  await signInFirst(secretary, station, person("secretary"));
  const flagged = await allPending(secretary);
  const blank = flagged.filter((one) => one.problem === "row_none" && one.proposal === "none");
  console.log(`${flagged.length} items wait for people, ${blank.length} of them rows without a mark`);
  assert.ok(blank.length >= 220, "enough rows on one wall");

  station = await killUnder(secretary, station, folder);

  // Two people rule at the same time, and no row is before both.
  const member = await newBrowser();
  await signInFirst(member, station, person("member"));
  await open(member, station, "xem-xet");
  await open(secretary, station, "xem-xet");
  const before = (await allPending(secretary)).length;
  const [hers, his] = await Promise.all([ruleSome(secretary, 6), ruleSome(member, 6)]);
  const both = new Set([...hers, ...his]);
  assert.equal(both.size, hers.length + his.length, "a row was offered to both");
  await open(member, station, "nhat-ky"); // gives back what the queue had offered next
  await secretary.waitForFunction(async (left) => (await (await fetch("/api/items?state=pending&limit=1")).json()).total === left, before - both.size);
  for (const item of both) assert.equal((await ask(secretary, `/api/items/${encodeURIComponent(item)}`)).pending, false, item);

  // The wall: every key is counted from the screen of the queue on.
  let actions = 0;
  const press = async (key) => {
    actions += 1;
    await secretary.keyboard.press(key);
  };
  await open(secretary, station, "xem-xet");
  await secretary.getByRole("link", { name: /Không ô nào có dấu → Không ô nào/ }).click();
  actions += 1;
  await secretary.getByRole("listbox").waitFor();
  const rows = await secretary.locator(".tile").count();
  // Two rows are picked out to be looked at alone.
  await press(" ");
  await press("ArrowRight");
  await press("ArrowRight");
  await press(" ");
  assert.equal(await secretary.locator(".tile.odd").count(), 2);
  await press("Enter");
  await secretary.getByRole("dialog").waitFor();
  const begun = Date.now();
  await press("Enter");
  await secretary.waitForFunction(async () => (await (await fetch("/api/items?state=pending&problem=row_none&limit=1")).json()).total === 2);
  const took = Date.now() - begun;
  const perRow = actions / (rows - 2);
  console.log(`${rows - 2} rows ruled on the wall with ${actions} actions: ${perRow.toFixed(3)} a row; recorded in ${took} ms`);
  assert.ok(rows - 2 >= 200, "two hundred rows in one run");
  assert.ok(perRow <= 0.2, "actions a row");

  // The two odd ones, and whatever else waits, one by one.
  await open(secretary, station, "xem-xet");
  await ruleSome(secretary, 100);
  await secretary.getByText("Không còn gì chờ Ban quyết định").waitFor();
  const [style] = (await ask(secretary, "/api/results")).styles;
  const truth = figures(papers, "A");
  for (const one of style.candidates) {
    const meant = truth.people.get(one.number);
    assert.deepEqual({ high: one.high.count, confidence: one.confidence.count, low: one.low.count, valid: one.valid, invalid: one.invalid }, meant, `number ${one.number}`);
  }
  assert.deepEqual([...secretary.faults, ...member.faults], []);
});
