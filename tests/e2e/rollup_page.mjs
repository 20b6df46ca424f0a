// The roll-up's page in Chromium, opened as a file: nothing is asked for, axe-core finds nothing, and it fits a laptop and a phone.
// Usage: node rollup_page.mjs PAGE.html [PICTURE.png]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.PAGES_SOURCE, "package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [file, picture] = process.argv.slice(2);

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  const address = pathToFileURL(resolve(file)).href;
  await page.goto(address);
  assert.deepEqual(asked, [address], "the page asks for nothing but itself");
  assert.deepEqual(faults, []);
  assert.equal(await page.locator("html").getAttribute("lang"), "vi");
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(axeSource);
    const found = await page.evaluate(async () => {
      const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
      return result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
    });
    assert.deepEqual(found, [], `axe-core at ${width} px`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `the page is ${over} px too wide at ${width} px`);
  }
  if (picture) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.screenshot({ path: picture, fullPage: true });
  }
} finally {
  await browser.close();
}
