// Names that voters added by hand, in the band below the table and between two rows: each is shown large where it stands.
import assert from "node:assert/strict";
import { itemSeen, look, open, person, ruleOn, signInFirst } from "./people.mjs";
import { preparedCase } from "./prepared.mjs";
import { newBrowser, startStation, test } from "./station.mjs";

await test("added names", async () => {
  const { folder, papers } = preparedCase("added", 1, ["--plain", "--added"]);
  const station = await startStation(folder);
  const page = await newBrowser();
  await signInFirst(page, station, person("secretary"));
  await open(page, station, "xem-xet");
  const seen = new Set();
  for (let shown = await itemSeen(page); shown; shown = await itemSeen(page)) {
    assert.equal(shown.problem, "write_in", `${shown.item}: every mark is a plain X`);
    const size = await page.locator(".row-picture").evaluate((picture) => picture.naturalHeight / picture.naturalWidth);
    // Two rows, or one and the band, are less than a third as high as wide; the whole table is more than half.
    assert.ok(size < 0.4, `${shown.item}: its place was found`);
    await look(page, `75-ten-viet-them-to-${shown.item.split(":")[2]}`);
    seen.add(shown.item);
    await ruleOn(page, shown.item, "v");
  }
  assert.equal(seen.size, papers.length, "a name on every side");
  await page.getByText("Không còn gì chờ Ban quyết định").waitFor();
  assert.deepEqual(page.faults, []);
});
