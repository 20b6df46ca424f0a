// A real station, a real eSCL device and real browsers, started and ended by the test that asks for them.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { KIEMPHIEU, ESCL_EMULATOR, FILL_BALLOTS, PAGES_SOURCE } = process.env;
const require = createRequire(join(PAGES_SOURCE, "package.json"));
const { chromium } = require("playwright-core");

const running = [];
let work;

/** A folder of this test's own, gone when it ends. */
export function workFolder() {
  work ??= mkdtempSync(join(tmpdir(), "kiemphieu-pages-"));
  return work;
}

/** Starts a program, its standard input open as at a terminal, and calls `onLine` with each line it prints. */
function start(program, args, onLine) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  running.push(child);
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line.trim() !== "") onLine(line);
  });
  child.ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  return child;
}

/** `kiemphieu serve` on a folder, with more options where some are given; `code()` is the station code now on its terminal. */
export async function startStation(folder, port = 0, more = []) {
  let code;
  let changed = () => undefined;
  let child;
  const url = await new Promise((resolve, reject) => {
    child = start(KIEMPHIEU, ["--json", "serve", folder, "--port", String(port), ...more], (line) => {
      const said = JSON.parse(line);
      if (said.station_code) code = said.station_code;
      changed();
      if (said.url) resolve(said.url);
    });
    child.ended.then((how) => reject(new Error(`serve ended with ${JSON.stringify(how)}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    code: () => code,
    /** Waits until another code than this stands on the terminal. */
    codeAfter: async (old) => {
      const tooLong = new Promise((_, reject) => setTimeout(() => reject(new Error("no new station code")), 20_000).unref());
      tooLong.catch(() => undefined);
      while (code === old) await Promise.race([tooLong, new Promise((resolve) => (changed = resolve))]);
      return code;
    },
    /** As a power cut would end it. */
    kill: async () => {
      child.kill("SIGKILL");
      await child.ended;
    },
    stop: async () => {
      child.kill("SIGINT");
      await child.ended;
    },
  };
}

/** An eSCL scanner on loopback whose tray is a folder. */
export async function startScanner(tray, options = []) {
  let child;
  const port = await new Promise((resolve, reject) => {
    child = start(ESCL_EMULATOR, ["--folder", tray, "--port", "0", ...options], (line) => resolve(/(\d+)\s*$/.exec(line)[1]));
    child.ended.then((how) => reject(new Error(`the scanner ended with ${JSON.stringify(how)}`)));
  });
  return { address: `127.0.0.1:${port}`, stop: async () => (child.kill(), await child.ended) };
}

/** Lets simulated people vote on what the case has printed; the tray and what they meant. */
export function fillBallots(folder, out, options) {
  execFileSync(FILL_BALLOTS, [folder, out, ...options], { stdio: "inherit" });
  return { tray: join(out, "tray"), papers: JSON.parse(readFileSync(join(out, "truth.json"), "utf8")) };
}

/** The program from the command line; whatever it prints on stdout. */
export function kiemphieu(...args) {
  return execFileSync(KIEMPHIEU, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

let browser;

/** A browser of one person, signed in nowhere yet. */
export async function newBrowser(size = { width: 1366, height: 768 }) {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  const context = await browser.newContext({ viewport: size, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|TypeError|ReferenceError/.test(message.text())) page.faults.push(message.text());
  });
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.hostname !== "127.0.0.1") page.faults.push(`outside request: ${request.url()}`);
  });
  return page;
}

/** Runs a test and ends everything it started, whatever happens. */
export async function test(name, body) {
  const begun = Date.now();
  let failed = false;
  try {
    await body();
    console.log(`${name}: passed in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  } catch (error) {
    failed = true;
    console.error(`${name}: FAILED\n${error.stack ?? error}`);
    if (process.env.KIEMPHIEU_KEEP && browser) {
      for (const context of browser.contexts()) for (const page of context.pages()) await page.screenshot({ path: join(process.env.KIEMPHIEU_KEEP, `failed-${Date.now()}.png`) });
    }
  } finally {
    await browser?.close();
    for (const child of running) child.kill("SIGKILL");
    if (work && !process.env.KIEMPHIEU_KEEP) rmSync(work, { recursive: true, force: true });
  }
  process.exit(failed ? 1 : 0);
}
