import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import { parse } from "csv-parse/sync";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { mapSchema, modelsSchema, segmentsSchema } from "@segue/shared/api/segments";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { aPurchase } from "../builders.ts";
import { getJson, sendJson } from "../support/client.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";
import { addCandidates } from "./support/candidates.ts";
import { missingBrowser, openBrowser, openPage, overflowOf } from "./support/chromium.ts";
import type { WatchedPage } from "./support/chromium.ts";

/** As many segments as there may be, so that every view has to find room for them. */
const SEGMENTS = 12;
const DEMO = ["--demo", "--live-from", "2011-03-01", "--speed", "30"];
const ENV = { SEGUE_SEGMENTS_MIN: String(SEGMENTS), SEGUE_SEGMENTS_MAX: String(SEGMENTS) };
const SECOND = 1_000;

let data = "";
let product: Product;
let browser: Browser;
let customer = "";
const pages: WatchedPage[] = [];

const segmentsNow = (): Promise<SegmentsReply> => getJson(`${product.url}/v1/segments`, segmentsSchema);

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const opened = await openPage(browser, `${product.url}${path}`, options);
  pages.push(opened);
  return opened.page;
}

/** Every view with what shows that it is there. */
const views = (): readonly (readonly [path: string, shows: string])[] => [
  ["/", ".chart[data-ready=true] >> nth=1"],
  ["/?view=segments", ".segment-products li >> nth=0"],
  ["/?view=map", ".scatter canvas"],
  ["/?view=movements", ".table tbody tr >> nth=0"],
  ["/?view=drift", ".drift-value >> nth=0"],
  ["/?view=customer", ".rows li >> nth=0"],
  [`/?customer=${customer}`, ".recommendations .item >> nth=0"],
  ["/?view=product", ".rows li >> nth=0"],
  ["/?product=22197", ".lifts li >> nth=0"],
  ["/?view=operations", ".table tbody tr >> nth=0"],
];

beforeEach(({ skip }) => {
  if (missingBrowser !== undefined) skip(missingBrowser);
});

beforeAll(async () => {
  if (missingBrowser !== undefined) return;
  data = await mkdtemp(join(tmpdir(), "segue-views-"));
  browser = await openBrowser();
  product = await startProduct({ data, args: DEMO, env: ENV });
  const { segments } = await eventually(async () => ((reply) => (reply.segments.length > 0 ? reply : undefined))(await segmentsNow()), { within: 80 * SECOND, every: 300 });
  const page = (await (await fetch(`${product.url}/v1/segments/${segments[0]?.id ?? ""}/customers?limit=1`)).json()) as { items: { customerId: string }[] };
  customer = page.items[0]?.customerId ?? "";
});

afterEach(async () => {
  for (const { page, errors, foreign } of pages.splice(0)) {
    await page.context().close();
    expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
  }
});

afterAll(async () => {
  if (missingBrowser !== undefined) return;
  await browser?.close();
  await product?.stop();
  await rm(data, { recursive: true, force: true });
});

describe("every view", () => {
  // In the dark only colours differ.
  it.each([
    ["light", {}],
    ["dark", { runOnly: ["color-contrast"] }],
  ] as const)("shows what it is for, and axe objects to nothing, %s", async (colorScheme, rules) => {
    // The page's own policy lets no foreign script in, not even this one.
    const page = await visit("/", { colorScheme, bypassCSP: true });
    const objections: string[] = [];
    for (const [path, shows] of views()) {
      await page.goto(`${product.url}${path}`, { waitUntil: "load" });
      await page.locator(shows).waitFor();
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
      const { violations } = await page.evaluate((options) => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(options), rules);
      objections.push(...violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html ?? ""}`));
    }
    expect(objections).toEqual([]);
  });

  it("fits a phone, and is reached by its name and by keyboard", async () => {
    const page = await visit("/", { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    for (const [path, shows] of views()) {
      await page.goto(`${product.url}${path}`, { waitUntil: "load" });
      await page.locator(shows).waitFor();
      expect(`${path} ${await overflowOf(page)}`).toBe(`${path} 0`);
    }
    await page.getByRole("link", { name: "Drift" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".drift-value").first().waitFor();
    expect(new URL(page.url()).searchParams.get("view")).toBe("drift");
  });

  it("is there within a second and a half of opening the page", async () => {
    const page = await visit("/");
    const took: number[] = [];
    for (let round = 0; round < 3; round++) {
      const started = performance.now();
      await page.goto(product.url, { waitUntil: "commit" });
      await page.locator("[data-figure=customers] .figure-value", { hasText: /\d/ }).waitFor();
      took.push(performance.now() - started);
    }
    // The fastest of three: what is measured is the page, not what else this machine has to do.
    expect(Math.min(...took)).toBeLessThan(1.5 * SECOND);
  });
});

describe("the map", () => {
  it("hands out everybody in a rectangle, as the services know them", async () => {
    const page = await visit("/?view=map&x=recency&y=monetary");
    await page.locator(".scatter canvas").waitFor();
    const box = await page.locator(".scatter canvas").boundingBox();
    if (box === null) throw new Error("the map is not on the page");
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height * 0.2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 4 });
    await page.mouse.up();
    const link = page.getByRole("link", { name: "Get everybody in it as CSV" });
    await link.waitFor();
    const [xMin = 0, xMax = 0, yMin = 0, yMax = 0] = (new URL(page.url()).searchParams.get("area") ?? "").split(",").map(Number);
    const text = await (await fetch(new URL((await link.getAttribute("href")) ?? "", product.url))).text();
    const [head, ...rows] = parse(text) as string[][];
    expect(head).toEqual(["customerId", "segment", "segmentName", "recency", "frequency", "monetary"]);
    expect(rows.every(([, , , recency, , monetary]) => Number(recency) >= xMin && Number(recency) <= xMax && Number(monetary) >= yMin && Number(monetary) <= yMax)).toBe(true);
    // Everybody whom the sample shows there, and it shows everybody in a shop of this size; a customer may have bought since it was drawn.
    const { items } = await getJson(`${product.url}/v1/segments/map`, mapSchema);
    const shown = items.filter(({ values: [recency, , monetary] }) => (recency ?? -1) >= xMin && (recency ?? -1) <= xMax && (monetary ?? -1) >= yMin && (monetary ?? -1) <= yMax);
    expect(shown.length).toBeGreaterThan(20);
    expect(Math.abs(rows.length - shown.length)).toBeLessThan(0.1 * shown.length);
    await page.reload();
    await page.locator(".brush").waitFor();
  });
});

describe("a page that is open", () => {
  it("shows what another browser has done", async () => {
    const [first, second] = [await visit("/?view=segments"), await visit("/?view=segments")];
    await first.getByRole("button", { name: /^Rename/ }).first().click();
    await first.getByLabel(/^New name for/).fill("Regulars <b>& co</b> 🏮");
    await first.keyboard.press("Enter");
    await second.getByRole("heading", { name: "Regulars <b>& co</b> 🏮" }).waitFor({ timeout: 5 * SECOND });
    expect(await second.locator("#app b").count()).toBe(0);
  });

  it("does not mind a clock that is wrong, and a server that takes three seconds", async () => {
    const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const real = Date.now;
      Date.now = () => real() + 3 * 365 * 86_400_000;
    });
    await page.route("**/v1/segments", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3 * SECOND));
      await route.continue();
    });
    await page.goto(product.url, { waitUntil: "load" });
    await page.locator(".skeleton-figure").first().waitFor();
    await page.locator("[data-figure=customers] .figure-value", { hasText: /^[\d,]+$/ }).waitFor({ timeout: 20 * SECOND });
    expect(await page.locator("[data-figure=rate] .figure-value").innerText()).toMatch(/^\d+(\.\d)?$/);
    await context.close();
  });

  it("keeps its memory while an hour's stream goes by", async () => {
    const page = await visit("/");
    await page.locator(".chart[data-ready=true]").nth(1).waitFor();
    const session = await page.context().newCDPSession(page);
    const heap = async (): Promise<number> => {
      await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize;
    };
    const stream = async (rounds: number, name: string): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        const events = Array.from({ length: 60 }, (_, at) => ({ ...aPurchase({ id: `${name}-${round}-${at}`, orderId: `${name}-${round}-${at}`, customerId: `hour-${at}` }), time: undefined }));
        await sendJson(`${product.url}/v1/events`, acceptedSchema, { body: events });
        await page.waitForResponse((reply) => reply.url().endsWith("/v1/segments"));
      }
    };
    // What is kept once, such as compiled code, is there after the first rounds.
    await stream(4, "warm");
    const before = await heap();
    await stream(12, "hour");
    expect((await heap()) - before).toBeLessThan(6 * 2 ** 20);
  });
});

describe("a customer with ten thousand orders", () => {
  it("is a page like any other", async () => {
    const events = Array.from({ length: 10_000 }, (_, at) => ({ ...aPurchase({ id: `w-${at}`, orderId: `w-${at}`, customerId: "whale", items: [{ productId: `p${at % 900}`, quantity: 1, unitPrice: 1 }] }), time: undefined }));
    for (let at = 0; at < events.length; at += 5_000) await sendJson(`${product.url}/v1/events`, acceptedSchema, { body: events.slice(at, at + 5_000) });
    const page = await visit("/?customer=whale");
    await page.locator(".fact-value", { hasText: /^10,000$/ }).first().waitFor({ timeout: 20 * SECOND });
    await page.locator(".history .item").first().waitFor();
    expect(await page.locator(".history .item").count()).toBeLessThanOrEqual(12);
  });
});

describe("models", () => {
  it("that wait are rejected and adopted, a refit is asked for, and names given by hand stay through it all", async () => {
    await product.stop();
    const [rejected, adopted] = await addCandidates(data);
    product = await startProduct({ data, args: DEMO, env: ENV });
    const page = await visit("/?view=operations");
    await page.locator(`[data-model="${rejected}"]`).getByRole("button", { name: /^Reject/ }).click();
    await page.locator(`[data-model="${rejected}"]`, { hasText: "rejected" }).waitFor({ timeout: 15 * SECOND });
    await page.locator(`[data-model="${adopted}"]`).getByRole("button", { name: /^Adopt/ }).click();
    await page.locator(`[data-model="${adopted}"]`, { hasText: "serves" }).waitFor({ timeout: 15 * SECOND });
    await page.getByRole("button", { name: "Refit now" }).click();
    await eventually(async () => {
      const { items } = await getJson(`${product.url}/v1/models`, modelsSchema);
      return items.findIndex(({ version }) => version === adopted) < items.length - 1 ? true : undefined;
    }, { within: 30 * SECOND });
    await page.getByRole("link", { name: "Segments" }).click();
    await page.getByRole("heading", { name: "Regulars <b>& co</b> 🏮" }).waitFor();
  });
});
