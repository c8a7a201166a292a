import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { purchaseSchema } from "@segue/shared/events/purchase";
import { aLine, aPurchase } from "../builders.ts";
import { sendJson, statusOf } from "../support/client.ts";
import { startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";
import { missingBrowser, openBrowser, openPage, overflowOf } from "./support/chromium.ts";

const TITLE = `<script>alert("title")</script> Lantern & "Light" 🏮`;

let data = "";
let product: Product;
let browser: Browser;

beforeEach(({ skip }) => {
  if (missingBrowser !== undefined) skip(missingBrowser);
});

beforeAll(async () => {
  if (missingBrowser !== undefined) return;
  data = await mkdtemp(join(tmpdir(), "segue-page-"));
  browser = await openBrowser();
  product = await startProduct({ data });
});

afterAll(async () => {
  if (missingBrowser !== undefined) return;
  await browser?.close();
  await product?.stop();
  await rm(data, { recursive: true, force: true });
});

describe("an empty system", () => {
  it("says how to send the first purchase, and fills itself when it comes", async () => {
    const { page, errors, foreign } = await openPage(browser, product.url, { viewport: { width: 360, height: 740 } });
    await page.getByRole("heading", { name: "No purchases yet" }).waitFor();
    expect(await overflowOf(page)).toBe(0);
    const command = await page.locator("pre").innerText();
    expect(command).toContain(`curl ${product.url}/v1/events`);
    const event = purchaseSchema.parse(JSON.parse(/-d '([^']+)'/.exec(command)?.[1] ?? ""));
    await sendJson(`${product.url}/v1/events`, acceptedSchema, { body: event });
    await page.getByRole("link", { name: "Segments" }).click();
    await page.getByRole("heading", { name: "No segments yet" }).waitFor({ timeout: 5_000 });
    expect(await page.locator(".no-segments").innerText()).toContain("1 customer has bought so far");
    expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
    await page.context().close();
  });

  it("shows a product's title as plain text, with its price", async () => {
    const put = { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ title: TITLE, price: 12.5 }) };
    expect(await statusOf(`${product.url}/v1/products/P%2F1`, put)).toBeLessThan(300);
    await sendJson(`${product.url}/v1/events`, acceptedSchema, { body: aPurchase({ id: "t-1", customerId: "t", items: [aLine({ productId: "P/1" })] }) });
    const { page, errors } = await openPage(browser, `${product.url}/?customer=t`);
    await page.locator(".history").getByText(TITLE, { exact: true }).waitFor();
    await page.locator(".recommendations .item-title").getByText(TITLE, { exact: true }).waitFor();
    expect(await page.locator(".recommendations .item", { hasText: TITLE }).innerText()).toContain("£12.50");
    expect(await page.locator("#app script").count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe("a server that is gone", () => {
  it("is told of, with what was known, until it is back", async () => {
    const { page } = await openPage(browser, product.url);
    await page.locator(".connection-live").waitFor();
    const { port } = new URL(product.url);
    await product.kill();
    await page.getByRole("alert").getByText("The server cannot be reached").waitFor({ timeout: 10_000 });
    expect(await page.locator("[data-figure=customers] .figure-value").innerText()).toBe("2");
    product = await startProduct({ data, args: ["--port", port] });
    await page.locator(".connection-live").waitFor({ timeout: 15_000 });
    await page.locator(".banner").waitFor({ state: "detached" });
    await sendJson(`${product.url}/v1/events`, acceptedSchema, { body: aPurchase({ id: "back", customerId: "back" }) });
    await page.locator("[data-figure=customers] .figure-value", { hasText: /^3$/ }).waitFor({ timeout: 5_000 });
    await page.context().close();
  });

  it("does not matter while only the stream is missing: the page asks by itself", async () => {
    const context = await browser.newContext();
    await context.route("**/v1/stream", (route) => route.fulfill({ status: 503, body: "" }));
    const page = await context.newPage();
    await page.goto(product.url, { waitUntil: "load" });
    await page.locator(".connection-polling").waitFor();
    const before = Number(await page.locator("[data-figure=customers] .figure-value").innerText());
    await sendJson(`${product.url}/v1/events`, acceptedSchema, { body: aPurchase({ id: "polled", customerId: "polled" }) });
    await page.locator("[data-figure=customers] .figure-value", { hasText: new RegExp(`^${before + 1}$`) }).waitFor({ timeout: 6_000 });
    await context.unroute("**/v1/stream");
    await page.locator(".connection-live").waitFor({ timeout: 10_000 });
    await context.close();
  });
});
