import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import { aPurchase } from "../builders.ts";
import { getJson, sendJson } from "../support/client.ts";
import { readMetric } from "../support/metrics.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
const [CUSTOMERS, ORDERS] = [40, 40];

/** Everybody buys bread each time, one of four staples in turn, and something that comes once. */
const purchases = Array.from({ length: CUSTOMERS * ORDERS }, (_, at) => {
  const [customer, order] = [at % CUSTOMERS, Math.floor(at / CUSTOMERS)];
  const productIds = ["bread", `staple-${(customer + order) % 4}`, `oddity-${at % 97}`];
  const items = productIds.map((productId) => ({ productId, quantity: 1, unitPrice: 2 }));
  return aPurchase({ id: `e${at}`, orderId: `o${at}`, customerId: `c${customer}`, time: new Date(START + order * 5 * DAY + customer * 60_000).toISOString(), items });
});

async function start(data: string, sampling: number): Promise<Product> {
  return startProduct({ data, args: ["--clock", "event"], env: { SEGUE_QUALITY_SAMPLING: String(sampling) } });
}

const send = (product: Product, some: typeof purchases): Promise<unknown> => sendJson(`${product.url}/v1/events`, acceptedSchema, { body: some });
const lessons = (product: Product): Promise<number> => readMetric(product.url, "segue_ranker_lessons");
const learntFrom = (product: Product): Promise<number> => readMetric(product.url, "segue_ranker_fitted_lessons");

async function listOf(product: Product): Promise<readonly (readonly [string, number])[]> {
  const { items } = await getJson(`${product.url}/v1/recommendations?customerId=c7&strategy=for-you&limit=5`, recommendationsSchema);
  return items.map(({ productId, score }) => [productId, score]);
}

describe("a ranker that is learnt on the stream", () => {
  let data = "";
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "segue-ranker-"));
  });
  afterAll(() => rm(data, { recursive: true, force: true }));

  it("serves once enough orders were predicted, and outlives a kill", { timeout: 120_000 }, async () => {
    let product = await start(data, 1);
    const half = purchases.length / 2;
    await send(product, purchases.slice(0, half));
    // All but the first order of each customer.
    await eventually(async () => ((await lessons(product)) === half - CUSTOMERS ? true : undefined));
    expect(await learntFrom(product)).toBe(0);

    await send(product, purchases.slice(half));
    // The fit may have begun before the last order.
    await eventually(async () => ((await learntFrom(product)) >= 1_000 ? true : undefined), { within: 60_000 });
    await eventually(async () => ((await lessons(product)) === purchases.length - CUSTOMERS ? true : undefined));
    const ranked = await listOf(product);
    // Customer 7 has had staple-2 last; now it is the turn of staple-3.
    expect(ranked.slice(0, 2).map(([productId]) => productId).sort()).toEqual(["bread", `staple-${(7 + ORDERS) % 4}`]);
    await product.kill();

    product = await start(data, 0);
    await eventually(async () => ((await learntFrom(product)) >= 1_000 ? true : undefined));
    expect(await listOf(product)).toEqual(ranked);
    await product.stop();
  });
});
