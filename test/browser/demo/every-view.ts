import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { driftSchema } from "@segue/shared/api/segments";
import { getJson } from "../../support/client.ts";
import { objectionsOf } from "../support/axe.ts";
import { overflowOf } from "../support/chromium.ts";
import type { Site } from "../support/site.ts";

const SECOND = 1_000;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const ASSETS = fileURLToPath(new URL("../../../apps/dashboard/dist/assets/", import.meta.url));
const MOST_SCRIPT = 400_000;

/** Every view with what shows that it is there. */
const views = (customer: string): readonly (readonly [path: string, shows: string])[] => [
  ["/", ".chart[data-ready=true] >> nth=1"],
  ["/?view=segments", ".segment-products li >> nth=0"],
  ["/?view=segments&segmentation=taste", ".taste-word >> nth=0"],
  ["/?view=map", ".scatter canvas"],
  ["/?view=movements", ".table tbody tr >> nth=0"],
  ["/?view=drift", ".drift-value >> nth=0"],
  ["/?view=customer", ".rows li >> nth=0"],
  [`/?customer=${customer}`, ".recommendations .item >> nth=0"],
  ["/?view=product", ".rows li >> nth=0"],
  ["/?product=22197", ".lifts li >> nth=0"],
  ["/?view=operations", ".table tbody tr >> nth=0"],
];

export function everyViewTests(site: Site): void {
  it("shows what it is for, axe objects to nothing in the light and to no colour in the dark, and it fits a phone", async () => {
    const [{ segments }] = await Promise.all([site.segments(), site.segmented("taste")]);
    const page = await fetch(`${site.url}/v1/segments/${segments[0]?.id ?? ""}/customers?limit=1`);
    const { items } = (await page.json()) as { items: { customerId: string }[] };
    const look = await site.visit("/", { bypassCSP: true, viewport: WIDE, colorScheme: "light" });
    const objections: string[] = [];
    for (const [path, shows] of views(items[0]?.customerId ?? "")) {
      await look.goto(`${site.url}${path}`, { waitUntil: "load" });
      await look.locator(shows).waitFor();
      const light = await objectionsOf(look);
      await look.emulateMedia({ colorScheme: "dark" });
      const dark = await objectionsOf(look, { runOnly: ["color-contrast"] });
      await look.setViewportSize(PHONE);
      await expect.poll(() => overflowOf(look), { message: `${path} on a phone` }).toBe(0);
      await look.emulateMedia({ colorScheme: "light" });
      await look.setViewportSize(WIDE);
      objections.push(...[...light, ...dark].map((objection) => `${path} ${objection}`));
    }
    expect(objections).toEqual([]);
  }, 3 * 60 * SECOND);

  it("is reached on a phone by its name and by keyboard", async () => {
    const page = await site.visit("/", { viewport: PHONE, isMobile: true, hasTouch: true });
    await page.getByRole("link", { name: "Drift" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".drift-value").first().waitFor();
    expect(new URL(page.url()).searchParams.get("view")).toBe("drift");
    const { alarms } = await getJson(`${site.url}/v1/segments/drift`, driftSchema);
    await (alarms.length === 0 ? page.getByText("No alarm so far") : page.getByRole("columnheader", { name: "What came of it" })).waitFor();
    expect(await overflowOf(page)).toBe(0);
  });

  it("is there within a second and a half of opening the page", async () => {
    const page = await site.visit();
    const took: number[] = [];
    for (let round = 0; round < 3; round++) {
      const started = performance.now();
      await page.goto(site.url, { waitUntil: "commit" });
      await page.locator("[data-figure=customers] .figure-value", { hasText: /\d/ }).waitFor();
      took.push(performance.now() - started);
    }
    // The fastest of three: what is measured is the page, not what else this machine has to do.
    expect(Math.min(...took)).toBeLessThan(1.5 * SECOND);
  });

  it("needs no more than 400 kB of scripts, all views together", () => {
    const sizes = readdirSync(ASSETS).filter((name) => name.endsWith(".js")).map((name) => gzipSync(readFileSync(`${ASSETS}${name}`)).length);
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_SCRIPT);
  });
}
