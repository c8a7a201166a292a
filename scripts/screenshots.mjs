import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ROOT } from "./ensure.mjs";
import { analysed, REPORT_SHOTS } from "./report-screenshots.mjs";

/** Makes docs/images anew, or those that are named: the product on the bundled purchases, some weeks of them fast, and reports of the bundled files, looked at in light and in dark. */
const IMAGES = join(ROOT, "docs", "images");
const SIZE = { width: 1440, height: 900 };
const SHOTS = [
  ["overview", "/", ".chart[data-ready=true] >> nth=1"],
  ["segments", "/?view=segments", ".segment-products li >> nth=12"],
  ["map", "/?view=map&area=0.2,2.6,-0.6,1.4", ".brush"],
  ["movements", "/?view=movements&days=90", ".chart[data-ready=true]"],
  ["drift", "/?view=drift", ".chart[data-ready=true] >> nth=2"],
  ["customer", "/?customer=14911", ".recommendations .item >> nth=9"],
  ["product", "/?product=22197", ".lifts li >> nth=3"],
  ["operations", "/?view=operations", "[data-model] >> nth=0"],
];
/** Charts draw once more when their fonts are there, and the map of the page settles. */
const SETTLE = 900;

const named = process.argv.slice(2);
const isWanted = ([name]) => named.length === 0 || named.includes(name);
const wanted = SHOTS.filter(isWanted);

const folder = await mkdtemp(join(tmpdir(), "segue-screenshots-"));
const data = join(folder, "data");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
try {
  await mkdir(IMAGES, { recursive: true });
  if (wanted.length > 0) await shootProduct();
  await shootAll(analysed(REPORT_SHOTS.filter(isWanted), folder));
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

async function shootProduct() {
  const { url, child, ended } = await start();
  try {
    await replayed(url);
    await shootAll(wanted.map(([name, path, shows]) => [name, url + path, shows]));
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

async function shootAll(shots) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, address, shows] of shots) await shoot({ name: `${name}-${colorScheme}`, address, shows, colorScheme });
  }
}

async function shoot({ name, address, shows, colorScheme }) {
  const context = await browser.newContext({ viewport: SIZE, colorScheme, locale: "en-GB", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "load" });
  await page.locator(shows).waitFor();
  await page.waitForTimeout(SETTLE);
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  await context.close();
  console.log(`docs/images/${name}.png`);
}

/** Starts the built product; the weeks from September are replayed so fast that they pass within a minute. */
function start() {
  const args = ["up", "--demo", "--live-from", "2011-09-15", "--speed", "120000", "--data", data, "--port", "0"];
  const child = spawn(process.execPath, [join(ROOT, "apps", "cli", "bin", "segue.js"), ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      const url = /Segue is up: (http:\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve({ url, child, ended });
    });
    child.once("exit", (code) => reject(new Error(`segue up ended with ${code}: has it been built?`)));
  });
}

/** Waits until the stream has come to its last days. */
async function replayed(url) {
  for (;;) {
    const { asOf, segments } = await (await fetch(`${url}/v1/segments`)).json();
    if (segments.length > 0 && asOf >= "2011-12-08") return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
