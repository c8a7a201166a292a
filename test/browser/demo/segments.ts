import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { segmentCustomersSchema } from "@segue/shared/api/segments";
import { aPurchase } from "../../builders.ts";
import { getJson, sendJson } from "../../support/client.ts";
import { eventually } from "../../support/product.ts";
import { numberIn } from "../support/site.ts";
import type { Site } from "../support/site.ts";

const SECOND = 1_000;

export function segmentTests(site: Site): void {
  it("appear with names, sizes, shares, strategies and what stands out", async () => {
    const page = await site.visit("/?view=segments");
    await page.locator(".segment").first().waitFor();
    const { segments } = await site.segments();
    expect(segments).toHaveLength(12);
    expect(await page.locator(".segment h3").allTextContents()).toEqual(expect.arrayContaining(segments.map(({ name }) => name)));
    for (const { id, strategy, channel, offer, goal } of segments) {
      const text = (await page.locator(`[data-segment="${id}"]`).innerText()).replaceAll("\u00a0", " ");
      for (const part of [strategy, channel, offer, goal]) expect(text).toContain(part);
      expect(text).toMatch(/\d\.\d%/);
    }
    // In one look: the stream goes on meanwhile.
    const { sizes, told } = await page.evaluate(() => ({
      sizes: Array.from(document.querySelectorAll(".segment-count"), (element) => element.textContent ?? ""),
      told: document.querySelector(".section-head .muted")?.textContent ?? "",
    }));
    expect(sizes.map(numberIn).reduce((sum, size) => sum + size, 0)).toBe(numberIn(told.split(" in ")[0] ?? ""));
  });

  it("are by taste at the touch of a switch, called by what is bought there, at an address of their own", async () => {
    const page = await site.visit("/?view=segments");
    await page.getByText("Taste", { exact: true }).click();
    const { segments } = await site.segmented("taste");
    for (const { id, name } of segments) await page.locator(`[data-segment="${id}"]`).getByRole("heading", { name, exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get("segmentation")).toBe("taste");
    await page.goBack();
    await page.locator(`[data-segment^="seg-"]`).first().waitFor();
  });

  it("follow the stream without being asked", async () => {
    const page = await site.visit("", { mayComplain: /ERR_FAILED/ });
    await page.locator(".connection-live").waitFor();
    // By the stream alone: asking would bring nothing.
    await page.route("**/v1/segments", (route) => route.abort());
    const customers = (): Promise<number> => page.locator("[data-figure=customers] .figure-value").innerText().then(numberIn);
    const before = await customers();
    const events = Array.from({ length: 5 }, (_, at) => ({ ...aPurchase({ id: `live-${at}`, orderId: `live-${at}`, customerId: `live-${at}` }), time: undefined }));
    await sendJson(`${site.url}/v1/events`, acceptedSchema, { body: events });
    await eventually(async () => ((await customers()) >= before + 5 ? true : undefined), { within: 2 * SECOND, every: 20 });
  });

  it("go into a file, each customer of one once, with their segment", async () => {
    const page = await site.visit("/?view=segments");
    const smallest = (await site.segments()).segments.at(-1);
    const id = smallest?.id ?? "";
    const card = page.locator(`[data-segment="${id}"]`);
    const [download] = await Promise.all([page.waitForEvent("download"), card.getByRole("button", { name: /^Export/ }).click()]);
    expect(download.suggestedFilename()).toBe(`${id}.csv`);
    const rows = parse(readFileSync(await download.path()), { columns: true }) as { customerId: string; segment: string }[];
    const { items } = await getJson(`${site.url}/v1/segments/${id}/customers?limit=10000`, segmentCustomersSchema);
    const exported = rows.map(({ customerId }) => customerId);
    expect(new Set(exported).size).toBe(exported.length);
    expect(rows.every(({ segment }) => segment === id)).toBe(true);
    // Somebody may have moved between the two looks.
    const listed = new Set(items.map(({ customerId }) => customerId));
    expect(exported.filter((one) => listed.has(one)).length).toBeGreaterThan(0.9 * listed.size);
    expect(exported.length).toBeLessThan(1.1 * listed.size);
  });
}
