import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { addAnalyze } from "@segue/cli/commands/analyze";
import { runCli } from "@segue/cli/run-cli";
import type { AnalysisFigures } from "@segue/shared/analysis/analysis-json";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { someRetailRows } from "../data.ts";
import type { WatchedPage } from "./support/chromium.ts";
import { missingBrowser, openBrowser, openPage, overflowOf } from "./support/chromium.ts";
import { objectionsOf } from "./support/axe.ts";
import { chartsOf, pointOf } from "./support/drawn.ts";
import { markCorners, readPrinted } from "./support/printed.ts";

const POINTS_PER_PIXEL = 0.75;
/** 12 of the 210 mm of A4, less what rounding may take. */
const MARGIN = 0.055;
/** Of a chart with a single line there is still more than this. */
const FEWEST_MARKED = 300;
const ROWS = 40_000;

const MALL = fileURLToPath(new URL("../../datasets/mall-customers/Mall_Customers.csv", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "report-"));
let browser: Browser;

/** Writes a report and answers its page's address and what --json prints. */
async function report(file: string, name: string): Promise<{ readonly url: string; readonly figures: AnalysisFigures }> {
  const out = join(folder, name);
  const lines: string[] = [];
  const code = await runCli(["analyze", file, "--out", out, "--json"], [addAnalyze], { out: (line) => void lines.push(line), note: () => undefined });
  expect(code).toBe(0);
  return { url: pathToFileURL(join(out, "report.html")).href, figures: JSON.parse(lines.join("\n")) as AnalysisFigures };
}

/** The first weeks of the purchase log. */
function someWeeks(): string {
  const path = join(folder, "some-weeks.csv");
  writeFileSync(path, someRetailRows(ROWS));
  return path;
}

const offline = (url: string, options: object = {}): Promise<WatchedPage> => openPage(browser, url, { offline: true, ...options });

const visits: WatchedPage[] = [];
/** A page that is closed when its test is over: one with all its charts is large. */
async function visit(url: string, options: object = {}): Promise<WatchedPage> {
  const visited = await offline(url, options);
  visits.push(visited);
  return visited;
}

describe.skipIf(missingBrowser !== undefined)("the report of an analysis", () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const { page } of visits.splice(0)) await page.context().close();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  describe.each([
    ["customers", () => MALL],
    ["purchases", someWeeks],
  ] as const)("of %s", (name, file) => {
    let made: Awaited<ReturnType<typeof report>>;
    /** For the tests that leave it as they found it: drawing all the charts takes longer than what is done with them. */
    let screen: WatchedPage;
    beforeAll(async () => {
      made = await report(file(), name);
      screen = await offline(made.url);
    });
    afterAll(() => screen.page.context().close());

    it("draws every chart without a network, and shows the figures of --json", async () => {
      const { page, errors, foreign } = screen;
      const { figures } = made;

      expect(await page.locator("section").count()).toBe(10);
      for (const chart of await chartsOf(page)) expect(chart, chart.label).toMatchObject({ marked: expect.toSatisfy((marked: number) => marked > FEWEST_MARKED) });
      expect(await page.locator(".card .size").allTextContents()).toEqual(figures.segments.map(({ size, share }) => `${size.toLocaleString("en-US")} customers, ${(share * 100).toFixed(1)}\u00a0%`));
      expect(await page.locator("#section-4 tr.marked td:nth-child(3)").textContent()).toBe(figures.kmeans?.silhouette.toFixed(3));
      expect(await page.locator("#section-5 .finding").textContent()).toContain(figures.hierarchical?.adjustedRandToKmeans.toFixed(3));
      expect(await page.locator(".finding").allTextContents()).not.toContainEqual(expect.stringMatching(/NaN|undefined|null/));
      expect([errors, foreign]).toEqual([[], []]);
    });

    it("tells of what is pointed at, and hides a segment in all pictures", async () => {
      const { page } = screen;
      await page.locator("#section-1 .chart-canvas").first().hover({ position: { x: 200, y: 34 } });
      await expect.poll(() => page.locator("#section-1 .chart-canvas").first().textContent()).toContain("rows: ");

      const pictures = async (): Promise<number> => (await chartsOf(page)).reduce((sum, { marked }) => sum + marked, 0);
      const before = await pictures();
      const button = page.locator(".legend button").first();
      await button.click();
      await expect.poll(pictures).toBeLessThan(before);
      expect(await button.getAttribute("aria-pressed")).toBe("false");
      await button.click();
      await expect.poll(pictures).toBe(before);
    });

    it("brings the segment of a point that is clicked out in every picture, until it is clicked again", async () => {
      const { page } = screen;
      const chosen = page.getByLabel("Bring out");
      const scatter = "#section-7 .controls + .charts > figure:first-child .chart-canvas";
      const colours = async (): Promise<number[]> => (await chartsOf(page, "#section-7")).filter(({ label }) => !label.startsWith("Loadings")).map(({ colour }) => colour);
      const before = await colours();
      const { x, y } = await pointOf(page, scatter, 1);

      await page.mouse.click(x, y);
      await expect.poll(() => chosen.inputValue()).toBe("1");
      await page.mouse.move(0, 0);
      const kept = async (): Promise<number[]> => (await colours()).map((colour, at) => colour / (before[at] ?? 0));
      await expect.poll(async () => Math.max(...(await kept()))).toBeLessThan(0.8);

      await page.mouse.click(x, y);
      await expect.poll(() => chosen.inputValue()).toBe("");
      await page.mouse.move(0, 0);
      await expect.poll(async () => Math.min(...(await kept()))).toBeGreaterThan(0.95);
    });

    it("goes to paper light and whole, whatever the screen is", async () => {
      const { page } = await visit(made.url, { colorScheme: "dark" });
      await markCorners(page, "chart", "figure");
      await markCorners(page, "table", ".table");
      const { texts, marks } = readPrinted(await page.pdf({ format: "A4", printBackground: true }));

      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      const charts = await chartsOf(page);
      charts.forEach(({ label, height, marked }, at) => {
        const [start, end] = [marks.get(`chart-${at}-start`), marks.get(`chart-${at}-end`)];
        expect(marked, label).toBeGreaterThan(FEWEST_MARKED);
        expect(end?.page, `${label} is on one page`).toBe(start?.page);
        expect(((start?.y ?? 0) - (end?.y ?? 0)) / POINTS_PER_PIXEL / height, `${label} is as large as it was drawn`).toBeCloseTo(1, 1);
      });
      expect(charts.length).toBeGreaterThan(20);
      for (const [name, { right }] of marks) expect(right, name).toBeLessThan(1 - MARGIN);
      expect(await page.locator(".table").count()).toBe([...marks.keys()].filter((name) => /^table-.*-end$/.test(name)).length);
      expect(Math.min(...texts), "texts on each page").toBeGreaterThan(0);
      expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(30, 29, 26)");
    });

    it("has nothing that axe objects to, in the dark no colour either, and fits a phone", async () => {
      const { page, errors } = await visit(made.url, { colorScheme: "light", viewport: { width: 390, height: 844 }, bypassCSP: true });
      expect(await objectionsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await objectionsOf(page, { runOnly: ["color-contrast"] })).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
    });
  });

  it("is one file of at most 3 MB, the same bytes each time", async () => {
    const [first = Buffer.of(), second] = [(await report(MALL, "once")).url, (await report(MALL, "again")).url].map((url) => readFileSync(fileURLToPath(url)));

    expect(first.length).toBeLessThan(3_000_000);
    expect(second?.equals(first)).toBe(true);
  });

  it("says of a file of words that it has no numbers, and draws nothing empty", async () => {
    const path = join(folder, "words.csv");
    writeFileSync(path, ["CustomerID,City", ...Array.from({ length: 9 }, (_, at) => `${at},${at % 2 === 0 ? "Rome" : "Oslo"}`), ""].join("\n"));
    const { url, figures } = await report(path, "words");
    const { page, errors } = await visit(url);

    expect(await page.getByRole("alert").textContent()).toContain(figures.refusal?.message);
    expect((await chartsOf(page)).filter(({ marked }) => marked <= FEWEST_MARKED)).toEqual([]);
    expect(await page.locator("main").textContent()).not.toMatch(/NaN|undefined|null|–/);
    expect(errors).toEqual([]);
  });

  it("says why a file has no segments, and shows names as text", async () => {
    const path = join(folder, "same.csv");
    writeFileSync(path, ["CustomerID,Annual Income (k$),</script><img src=x onerror=alert(1)>", "a,1,<b>x</b>", "b,1,<b>y</b>", ""].join("\n"));
    const { url, figures } = await report(path, "same");
    const { page, errors } = await visit(url);

    expect(await page.getByRole("alert").textContent()).toContain(figures.refusal?.message);
    expect(await page.locator("section").count()).toBe(4);
    expect(await page.locator("main img, main b").count()).toBe(0);
    expect(errors).toEqual([]);
  });
});
