import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { driftSchema, modelsSchema, segmentsSchema } from "@segue/shared/api/segments";
import type { StreamEvent } from "@segue/shared/api/stream";
import { aPurchase } from "../builders.ts";
import { getJson, sendJson } from "../support/client.ts";
import { openStream } from "../support/event-stream.ts";
import { shopEvents } from "../support/good-calls.ts";
import { startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

describe("GET /v1/stream", () => {
  let product: Product;
  let data: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "segue-stream-"));
    product = await startProduct({ data });
  });
  afterAll(async () => {
    await product.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const send = (body: unknown): Promise<unknown> => sendJson(`${product.url}/v1/events`, acceptedSchema, { body });
  const buy = (customerId: string, orderId = customerId): Promise<unknown> => send(aPurchase({ id: orderId, orderId, customerId, time: undefined }));

  it("tells what the routes answer, as it comes about", async () => {
    const stream = await openStream(product.url);
    expect((await stream.until("segments")).totals.customers).toBe(0);
    await send(shopEvents());
    const { segments } = await stream.until("segments", (reply) => reply.segments.length > 0);
    expect(segments.map(({ id }) => id)).toEqual((await getJson(`${product.url}/v1/segments`, segmentsSchema)).segments.map(({ id }) => id));
    const last = (event: string) => stream.told.findLast((told) => told.event === event)?.data as { readonly items: unknown } | undefined;
    // What is another than the route's answer has changed since, and is told again.
    const agree = async (event: StreamEvent, answer: () => Promise<{ readonly items: unknown }>): Promise<void> => {
      while (!isDeepStrictEqual(last(event)?.items, (await answer()).items)) await stream.until(event);
    };
    await agree("drift", () => getJson(`${product.url}/v1/segments/drift`, driftSchema));
    await agree("models", () => getJson(`${product.url}/v1/models`, modelsSchema));
    // One of the events was of another currency: a dead letter.
    for (const event of ["moves", "history", "map", "dead-letters"] as const) if (last(event) === undefined) await stream.until(event);
    stream.close();
  });

  it("adds what has happened in the last five seconds", async () => {
    const stream = await openStream(product.url);
    let sent = 0;
    const buying = setInterval(() => void buy("regular", `regular-${sent++}`), 200);
    const { items } = await stream.until("activity").finally(() => clearInterval(buying));
    expect(items.map(({ eventsPerSecond }) => eventsPerSecond > 0)).toEqual([true]);
    stream.close();
  });

  it("goes on where it broke off, also with another process", async () => {
    const before = await openStream(product.url);
    await buy("before");
    await before.until("segments", ({ totals }) => totals.customers === 42);
    before.close();
    const lastEventId = before.told.at(-1)?.id;
    await product.kill();
    product = await startProduct({ data });
    await buy("meanwhile");
    const after = await openStream(product.url, { lastEventId: lastEventId ?? "" });
    await after.until("segments", ({ totals }) => totals.customers === 43);
    // Of models nothing is new; of the moves, that of the new customer.
    expect(after.told.map(({ event }) => event)).not.toContain("models");
    if (!after.told.some(({ event }) => event === "moves")) await after.until("moves");
    after.close();
  });

  it("takes an id that is none for none", async () => {
    const stream = await openStream(product.url, { lastEventId: "segments=%FF&drift=1" });
    expect((await stream.until("segments")).totals.customers).toBe(43);
    stream.close();
  });
});
