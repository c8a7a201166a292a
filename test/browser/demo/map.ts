import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { mapSchema } from "@segue/shared/api/segments";
import { getJson } from "../../support/client.ts";
import { pullUp } from "../support/brush.ts";
import type { Site } from "../support/site.ts";

export function mapTests(site: Site): void {
  it("hands out everybody in a rectangle, as the services know them", async () => {
    const page = await site.visit("/?view=map&x=recency&y=monetary");
    await pullUp(page, { from: [0.25, 0.2], to: [0.6, 0.7], steps: 4 });
    const link = page.getByRole("link", { name: "Get everybody in it as CSV" });
    await link.waitFor();
    const [xMin = 0, xMax = 0, yMin = 0, yMax = 0] = (new URL(page.url()).searchParams.get("area") ?? "").split(",").map(Number);
    const text = await (await fetch(new URL((await link.getAttribute("href")) ?? "", site.url))).text();
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(["customerId", "segment", "segmentName", "recency", "frequency", "monetary"]));
    expect(rows.every(({ recency, monetary }) => Number(recency) >= xMin && Number(recency) <= xMax && Number(monetary) >= yMin && Number(monetary) <= yMax)).toBe(true);
    // Everybody whom the sample shows there, and it shows everybody in a shop of this size; a customer may have bought since it was drawn.
    const { items } = await getJson(`${site.url}/v1/segments/map`, mapSchema);
    const shown = items.filter(({ values: [recency, , monetary] }) => (recency ?? -1) >= xMin && (recency ?? -1) <= xMax && (monetary ?? -1) >= yMin && (monetary ?? -1) <= yMax);
    expect(shown.length).toBeGreaterThan(20);
    expect(Math.abs(rows.length - shown.length)).toBeLessThan(0.1 * shown.length);
    await page.reload();
    await page.locator(".brush").waitFor();
  });
}
