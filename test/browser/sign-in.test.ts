import { describe, expect, it } from "vitest";
import { makeApiKey } from "../../packages/platform/src/http/api-keys.ts";
import { useSite } from "./support/site.ts";

const reader = makeApiKey("marketing", ["read"]);
const admin = makeApiKey("office", ["read", "admin"]);

const site = useSite({ env: { SEGUE_API_KEYS: `${reader.entry},${admin.entry}` } });

describe("where keys are on", () => {
  it("a browser signs in with a key that no script can read, and out again", async () => {
    // Nobody is let in before the key is known, which the browser complains of.
    const page = await site.visit("", { mayComplain: /status of 40[13]/ });
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
  });

  it("a change that is signed in by the cookie alone must come from the page itself, with the scope it needs", async () => {
    const post = async (key: string, headers: Record<string, string>): Promise<number> =>
      (await fetch(`${site.url}/v1/segments/refit`, { method: "POST", headers: { cookie: `segue_session=${key}`, ...headers } })).status;
    const own = { "x-segue-request": "1", origin: site.url, "sec-fetch-site": "same-origin" };
    expect(await post(admin.key, own)).toBe(202);
    expect(await post(admin.key, { origin: site.url })).toBe(403);
    expect(await post(admin.key, { ...own, origin: "https://evil.example" })).toBe(403);
    expect(await post(admin.key, { ...own, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await post(reader.key, own)).toBe(403);
    expect(await post("segue_wrong", own)).toBe(401);
  });

  it("the page runs its own scripts only and is shown in no other site's frame", async () => {
    const reply = await fetch(site.url);
    expect(reply.headers.get("content-security-policy")).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
  });
});
