import { expect, it } from "vitest";
import type { Site } from "../support/site.ts";

const SECOND = 1_000;
const NAME = `Regulars <img src=x onerror="alert(1)"> <b>& co</b> 🏮`;
const YEARS = 3 * 365 * 86_400_000;

export function openPageTests(site: Site): void {
  it("shows what another browser has done, and a name as plain text", async () => {
    const [first, second] = [await site.visit("/?view=segments"), await site.visit("/?view=segments")];
    await first.getByRole("button", { name: /^Rename/ }).first().click();
    await first.getByLabel(/^New name for/).fill(NAME);
    await first.keyboard.press("Enter");
    await second.getByRole("heading", { name: NAME }).waitFor({ timeout: 5 * SECOND });
    expect(await second.locator("#app b, #app img").count()).toBe(0);
  });

  it.each([YEARS, -YEARS])("does not mind a clock that is wrong by %s ms", async (wrong) => {
    const page = await site.visit();
    await page.addInitScript((offset) => {
      const real = Date.now;
      Date.now = () => real() + offset;
    }, wrong);
    await page.reload();
    await page.locator(".connection-live").waitFor();
    await page.locator("[data-figure=customers] .figure-value", { hasText: /^[\d,]+$/ }).waitFor();
    await page.locator("[data-figure=rate] .figure-value", { hasText: /^\d+(\.\d)?$/ }).waitFor();
    await page.locator(".chart[data-ready=true]").nth(1).waitFor();
  });
}
