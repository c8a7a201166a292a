import { describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { modelsSchema } from "@segue/shared/api/segments";
import { getJson, sendJson } from "../support/client.ts";
import { shopEvents } from "../support/good-calls.ts";
import { eventually } from "../support/product.ts";
import { addCandidate } from "./support/candidates.ts";
import { useSite } from "./support/site.ts";

const SECOND = 1_000;
const NAME = "Kept <by hand> 🏮";

const site = useSite({
  prepare: async (started) => {
    await sendJson(`${started.url}/v1/events`, acceptedSchema, { body: shopEvents() });
    await started.segmented();
  },
});

/** Starts the product again with one more model that waits for a decision. */
async function withCandidate(): Promise<string> {
  let version = "";
  await site.restart(async () => void (version = await addCandidate(site.data)));
  return version;
}

describe("a dead letter", () => {
  it("is read, sent in again, and comes back as another one while its cause stays", async () => {
    const page = await site.visit("/?view=operations");
    const retry = page.getByRole("button", { name: /^Retry/ });
    await page.getByRole("button", { name: /^Read/ }).click();
    expect(await page.locator(".letter").innerText()).toMatch(/"currency": ?"EUR"/);
    const before = await retry.innerText();
    await retry.click();
    await page.getByText("Sent in again").waitFor();
    // Told by the stream: one for the other.
    await expect.poll(() => retry.allInnerTexts(), { timeout: 15 * SECOND }).toEqual([expect.not.stringContaining(before)]);
  });
});

describe("models", () => {
  it("are replaced while pages are open, candidates rejected and adopted, and a name given by hand stays through it all", async () => {
    const open = await site.visit("/?view=segments", { mayComplain: /ERR_/ });
    await open.getByRole("button", { name: /^Rename/ }).first().click();
    await open.getByLabel(/^New name for/).fill(NAME);
    await open.keyboard.press("Enter");
    await open.getByRole("heading", { name: NAME }).waitFor();

    const rejected = await withCandidate();
    const page = await site.visit("/?view=operations", { mayComplain: /ERR_/ });
    await page.locator(`[data-model="${rejected}"]`).getByRole("button", { name: /^Reject/ }).click();
    await page.locator(`[data-model="${rejected}"]`, { hasText: "rejected" }).waitFor({ timeout: 15 * SECOND });
    const adopted = await withCandidate();
    await page.locator(`[data-model="${adopted}"]`).getByRole("button", { name: /^Adopt/ }).click();
    await page.locator(`[data-model="${adopted}"]`, { hasText: "serves" }).waitFor({ timeout: 15 * SECOND });
    await page.getByRole("button", { name: "Refit now" }).click();
    await eventually(async () => {
      const { items } = await getJson(`${site.url}/v1/models`, modelsSchema);
      return items.findIndex(({ version }) => version === adopted) < items.length - 1 ? true : undefined;
    }, { within: 30 * SECOND });
    const { items } = await getJson(`${site.url}/v1/models`, modelsSchema);
    expect(new Set(items.map(({ version }) => version)).size).toBe(items.length);

    await page.getByText(`Serving: ${(await site.segments()).modelVersion ?? ""}`).waitFor();
    await open.locator(".connection-live").waitFor({ timeout: 15 * SECOND });
    await expect.poll(async () => (await open.locator("[data-segment]").evaluateAll((cards) => cards.map((card) => card.getAttribute("data-segment")))).sort(), { timeout: 10 * SECOND }).toEqual((await site.segments()).segments.map(({ id }) => id).sort());
    await open.getByRole("heading", { name: NAME }).waitFor();
  });
});
