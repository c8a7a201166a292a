import { describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { purchaseSchema } from "@segue/shared/events/purchase";
import { aLine, aPurchase } from "../builders.ts";
import { sendJson, statusOf } from "../support/client.ts";
import { overflowOf } from "./support/chromium.ts";
import { useSite } from "./support/site.ts";

const TITLE = `<script>alert("title")</script> Lantern & "Light" 🏮`;

const site = useSite();
const send = (body: object): Promise<unknown> => sendJson(`${site.url}/v1/events`, acceptedSchema, { body });

describe("an empty system", () => {
  it("says how to send the first purchase, and fills itself when it comes", async () => {
    const page = await site.visit("", { viewport: { width: 360, height: 740 } });
    await page.getByRole("heading", { name: "No purchases yet" }).waitFor();
    expect(await overflowOf(page)).toBe(0);
    const command = await page.locator("pre").innerText();
    expect(command).toContain(`curl ${site.url}/v1/events`);
    const event = purchaseSchema.parse(JSON.parse(/-d '([^']+)'/.exec(command)?.[1] ?? ""));
    await send(event);
    await page.getByRole("link", { name: "Segments" }).click();
    await page.getByRole("heading", { name: "No segments yet" }).waitFor({ timeout: 5_000 });
    expect(await page.locator(".no-segments").innerText()).toContain("1 customer has bought so far");
    await page.getByText("Taste", { exact: true }).click();
    await page.getByRole("heading", { name: "No tastes yet" }).waitFor();
  });

  it("shows a product's title as plain text, with its price", async () => {
    const put = { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ title: TITLE, price: 12.5 }) };
    expect(await statusOf(`${site.url}/v1/products/P%2F1`, put)).toBeLessThan(300);
    await send(aPurchase({ id: "t-1", customerId: "t", items: [aLine({ productId: "P/1" })] }));
    const page = await site.visit("/?customer=t");
    await page.locator(".history").getByText(TITLE, { exact: true }).waitFor();
    await page.locator(".recommendations .item-title").getByText(TITLE, { exact: true }).waitFor();
    expect(await page.locator(".recommendations .item", { hasText: TITLE }).innerText()).toContain("£12.50");
    expect(await page.locator("#app script").count()).toBe(0);
  });
});

describe("a server that is gone", () => {
  it("is told of, with what was known, until it is back, and then nothing has been missed", async () => {
    const page = await site.visit("", { mayComplain: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/ });
    await page.locator(".connection-live").waitFor();
    await page.locator("[data-figure=customers] .figure-value", { hasText: /^2$/ }).waitFor();
    await site.kill();
    await page.locator(".banner").getByText("The server cannot be reached").waitFor({ timeout: 10_000 });
    expect(await page.locator("[data-figure=customers] .figure-value").innerText()).toBe("2");
    await site.start();
    await send(aPurchase({ id: "back", customerId: "back" }));
    await page.locator(".connection-live").waitFor({ timeout: 15_000 });
    await page.locator(".banner").waitFor({ state: "detached" });
    await page.locator("[data-figure=customers] .figure-value", { hasText: /^3$/ }).waitFor({ timeout: 5_000 });
  });

  it("leaves no chart out whose code could not be loaded then", async () => {
    const page = await site.visit("", { mayComplain: /ERR_FAILED/ });
    await page.locator(".connection-live").waitFor();
    await page.route("**/echarts-*.js", (route) => route.abort());
    const refused = page.waitForEvent("requestfailed", (request) => request.url().includes("/echarts-"));
    await page.goto(`${site.url}/?product=P%2F1`);
    await refused;
    await page.unroute("**/echarts-*.js");
    await page.locator(".chart[data-ready=true]").first().waitFor({ timeout: 10_000 });
  });

  it("does not matter while only the stream is missing: the page asks by itself, and listens once it can", async () => {
    const page = await site.visit("", { mayComplain: /status of 503/ });
    await page.route("**/v1/stream", (route) => route.fulfill({ status: 503, body: "" }));
    await page.reload();
    await page.locator(".connection-polling").waitFor();
    const before = Number(await page.locator("[data-figure=customers] .figure-value").innerText());
    await send(aPurchase({ id: "polled", customerId: "polled" }));
    await page.locator("[data-figure=customers] .figure-value", { hasText: new RegExp(`^${before + 1}$`) }).waitFor({ timeout: 6_000 });
    await page.unroute("**/v1/stream");
    await page.locator(".connection-live").waitFor({ timeout: 10_000 });
  });
});
