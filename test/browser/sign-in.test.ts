import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeApiKey } from "../../packages/platform/src/http/api-keys.ts";
import { startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";
import { missingBrowser, openBrowser, openPage } from "./support/chromium.ts";

const reader = makeApiKey("marketing", ["read"]);
const admin = makeApiKey("office", ["read", "admin"]);

let data = "";
let product: Product;
let browser: Browser;

beforeEach(({ skip }) => {
  if (missingBrowser !== undefined) skip(missingBrowser);
});

beforeAll(async () => {
  if (missingBrowser !== undefined) return;
  data = await mkdtemp(join(tmpdir(), "segue-sign-in-"));
  browser = await openBrowser();
  product = await startProduct({ data, env: { SEGUE_API_KEYS: `${reader.entry},${admin.entry}` } });
});

afterAll(async () => {
  if (missingBrowser !== undefined) return;
  await browser?.close();
  await product?.stop();
  await rm(data, { recursive: true, force: true });
});

describe("where keys are on", () => {
  it("a browser signs in with a key that no script can read, and out again", async () => {
    const { page } = await openPage(browser, product.url);
    await page.getByLabel("API key").fill("segue_wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("This API key is not known here").waitFor();
    await page.getByLabel("API key").fill(reader.key);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "No purchases yet" }).waitFor();
    await page.locator(".connection-live").waitFor();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: "segue_session", httpOnly: true, sameSite: "Strict", path: "/" });
    expect(await page.evaluate(() => document.cookie)).toBe("");
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("API key").waitFor();
    expect(await page.context().cookies()).toEqual([]);
    await page.context().close();
  });

  it("a change that is signed in by the cookie alone must come from the page itself, with the scope it needs", async () => {
    const post = async (key: string, headers: Record<string, string>): Promise<number> =>
      (await fetch(`${product.url}/v1/segments/refit`, { method: "POST", headers: { cookie: `segue_session=${key}`, ...headers } })).status;
    const own = { "x-segue-request": "1", origin: product.url, "sec-fetch-site": "same-origin" };
    expect(await post(admin.key, own)).toBe(202);
    expect(await post(admin.key, { origin: product.url })).toBe(403);
    expect(await post(admin.key, { ...own, origin: "https://evil.example" })).toBe(403);
    expect(await post(admin.key, { ...own, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await post(reader.key, own)).toBe(403);
    expect(await post("segue_wrong", own)).toBe(401);
  });

  it("the page runs its own scripts only and is shown in no other site's frame", async () => {
    const reply = await fetch(product.url);
    expect(reply.headers.get("content-security-policy")).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
  });
});
