import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedSchema, positionReplySchema } from "@segue/shared/api/ingest";
import { productReplySchema, qualityReplySchema, recommendationsSchema } from "@segue/shared/api/recommendations";
import { customerReplySchema, segmentCustomersSchema, segmentsSchema } from "@segue/shared/api/segments";
import { servedListSchema } from "@segue/shared/events/served-list";
import type { ServedList } from "@segue/shared/events/served-list";
import { readySchema } from "@segue/shared/api/system";
import { openLmdb } from "../../packages/platform/src/lmdb/open-lmdb.ts";
import { getJson, sendJson, statusOf } from "../support/client.ts";
import { readMetric } from "../support/metrics.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";
import { readCollection } from "@segue/cli/chaos/oracle/read-collection";
import { totalsOf } from "../support/recorded-log.ts";

/** Every order is past, so that the whole year is loaded at once. */
const ARGS = ["--demo", "--live-from", "2012-01-01"];
const REGULAR = "14911";

let data = "";
let product: Product;
/** Every list is recorded, and not only a sample. */
const ENV = { SEGUE_SERVED_SAMPLING: "1" };
const url = (path: string): string => `${product.url}${path}`;
const recommendations = (query: string) => getJson(url(`/v1/recommendations?${query}`), recommendationsSchema);

async function servedLists(since = "1990-01-01T00:00:00Z"): Promise<ServedList[]> {
  const text = await (await fetch(url(`/v1/recommendations/served?since=${since}`))).text();
  return text.split("\n").flatMap((line) => (line === "" ? [] : [servedListSchema.parse(JSON.parse(line))]));
}

describe("a year of Online Retail through the whole system", () => {
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "segue-retail-"));
    product = await startProduct({ data, args: ARGS, env: ENV });
    await eventually(async () => {
      const { totals, modelVersion } = await getJson(url("/v1/segments"), segmentsSchema);
      return totals.orders >= 18_532 && modelVersion !== null ? true : undefined;
    }, { within: 120_000, every: 300 });
  }, 150_000);
  afterAll(async () => {
    await product.stop();
    await rm(data, { recursive: true, force: true });
  });

  it("knows every order, customer and penny", async () => {
    const { totals } = await getJson(url("/v1/segments"), segmentsSchema);
    expect(totals).toMatchObject({ customers: 4_338, unsegmented: 0, orders: 18_532, revenue: 8_911_407.9 });
  });

  it("has named segments with a strategy, whose sizes add up", async () => {
    const { segments, totals } = await getJson(url("/v1/segments"), segmentsSchema);
    expect(segments.length).toBeGreaterThanOrEqual(4);
    expect(segments.reduce((sum, { size }) => sum + size, 0)).toBe(totals.customers);
    expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(new Set(segments.map(({ name }) => name)).size).toBe(segments.length);
    for (const { strategy, channel, offer, goal } of segments) for (const text of [strategy, channel, offer, goal]) expect(text).not.toBe("");
  });

  it("lists the customers of a segment page by page, each of them once", async () => {
    const { segments } = await getJson(url("/v1/segments"), segmentsSchema);
    const smallest = segments[segments.length - 1];
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { items: { customerId: string }[]; cursor: string | null } = await getJson(
        url(`/v1/segments/${smallest?.id ?? ""}/customers?limit=97${cursor === "" ? "" : `&cursor=${cursor}`}`),
        segmentCustomersSchema,
      );
      seen.push(...page.items.map(({ customerId }) => customerId));
      cursor = page.cursor;
    }
    expect(seen.length).toBe(smallest?.size);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("puts customers into segments of tastes as well, called by what they buy", async () => {
    const tastes = await eventually(async () => {
      const reply = await getJson(url("/v1/segments?segmentation=taste"), segmentsSchema);
      return reply.modelVersion !== null && reply.totals.orders >= 18_532 ? reply : undefined;
    }, { within: 60_000, every: 300 });
    expect(tastes.segments.length).toBeGreaterThanOrEqual(6);
    expect(tastes.segments.reduce((sum, { size }) => sum + size, 0)).toBe(tastes.totals.customers - tastes.totals.unsegmented);
    expect(new Set(tastes.segments.map(({ name }) => name)).size).toBe(tastes.segments.length);
    const { taste } = await getJson(url(`/v1/customers/${REGULAR}`), customerReplySchema);
    expect(tastes.segments).toContainEqual(expect.objectContaining({ id: taste?.id, name: taste?.name }));
    const page = await getJson(url(`/v1/segments/${taste?.id ?? ""}/customers?limit=10000`), segmentCustomersSchema);
    expect(page.items).toHaveLength(tastes.segments.find(({ id }) => id === taste?.id)?.size ?? -1);
    expect(page.items.map(({ customerId }) => customerId)).toContain(REGULAR);
  });

  it.each([["LUNCH BAG ORANGE STARS", /Bag/], ["WOODEN CHRISTMAS TREE SCANDINAVIAN", /Christmas/]])("gives a guest what those like who buy such things, for a basket of something new: %s", async (title, wanted) => {
    const [productId, limit] = [`new ${title}`, 20];
    await sendJson(url(`/v1/products/${encodeURIComponent(productId)}`), positionReplySchema, { method: "PUT", body: { title } });
    const { segments } = await getJson(url("/v1/segments?segmentation=taste"), segmentsSchema);
    const { items, segment } = await eventually(async () => {
      const list = await sendJson(url("/v1/recommendations"), recommendationsSchema, { body: { basket: [productId], limit, explain: true } });
      return list.items.some(({ reason }) => (reason.evidence?.parts?.taste ?? 0) > 0) ? list : undefined;
    }, { within: 10_000 });
    expect(segment).toBeNull();
    const likes = items.flatMap(({ reason }) => /^Popular with customers who like (.+): /.exec(reason.text)?.[1] ?? []);
    expect(likes.length).toBeGreaterThan(limit / 2);
    const [taste] = new Set(likes);
    expect(segments.map(({ name }) => name)).toContain(taste);
    expect(taste).toMatch(wanted);
    for (const { score, reason } of items) expect(Object.values(reason.evidence?.parts ?? {}).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
  });

  it("recommends to a regular with reasons that its history bears out", async () => {
    const { items, segment } = await recommendations(`customerId=${REGULAR}`);
    expect(items).toHaveLength(10);
    expect(segment).not.toBeNull();
    const customer = await getJson(url(`/v1/customers/${REGULAR}`), customerReplySchema);
    const bought = new Map(customer.items.map((item) => [item.productId, item.baskets]));
    for (const { productId, reason } of items) {
      expect(reason.text).not.toBe("");
      if (reason.kind === "bought-before" && bought.has(productId)) expect(reason.evidence?.count).toBe(bought.get(productId));
    }
  });

  it("knows what goes together, as the segmenter has published it, for products new to a customer", async () => {
    const lists = await Promise.all([REGULAR, "12748", "17841", "13089"].map((customerId) => recommendations(`customerId=${customerId}&strategy=discover&explain=true&limit=50`)));
    const reasons = lists.flatMap(({ items }) => items.map(({ reason }) => reason));
    expect(reasons.filter(({ evidence }) => (evidence?.parts?.associations ?? 0) > 0).length).toBeGreaterThan(0);
    for (const { kind, text } of reasons) if (kind === "bought-together") expect(text).toMatch(/^Often bought by those who buy .+, which you bought$/);
  });

  it("changes list and numbers right after a purchase", async () => {
    const before = await recommendations(`customerId=${REGULAR}&strategy=discover`);
    const chosen = before.items[0]?.productId ?? "";
    const customerBefore = await getJson(url(`/v1/customers/${REGULAR}`), customerReplySchema);
    const purchase = { type: "purchase", id: "buy-1", customerId: REGULAR, orderId: "buy-1", items: [{ productId: chosen, quantity: 1, unitPrice: 1 }] };
    const { position } = await sendJson(url("/v1/events"), acceptedSchema, { body: purchase });
    const after = await recommendations(`customerId=${REGULAR}&strategy=discover&after=${position}`);
    expect(after.items.map(({ productId }) => productId)).not.toContain(chosen);
    expect(after.items).toHaveLength(10);
    const customer = await getJson(url(`/v1/customers/${REGULAR}`), customerReplySchema);
    expect(customer.orders).toBe(customerBefore.orders + 1);
    // Stamped with the replay's clock, not with today.
    expect(customer.lastPurchase?.slice(0, 4)).toBe("2011");
    await eventually(async () => ((await getJson(url("/v1/segments"), segmentsSchema)).totals.orders === 18_533 ? true : undefined), { within: 1_500 });
    const giveBack = { ...purchase, type: "return", id: "give-back-1" };
    await sendJson(url("/v1/events"), acceptedSchema, { body: giveBack });
  });

  it("beats the popular products on the stream itself", async () => {
    const { items, baskets } = await getJson(url("/v1/quality"), qualityReplySchema);
    // Of a backlog a few orders are predicted: it would take much longer with all of them.
    expect(baskets).toBeLessThan(18_532 / 4);
    const [segue, popular] = items;
    expect(segue?.method).toBe("segue");
    expect(segue?.ndcg10).toBeGreaterThan(popular?.ndcg10 ?? 1);
  });

  it("never shows what is hidden, and shows it again when it is not", async () => {
    const [first] = (await recommendations(`customerId=${REGULAR}`)).items;
    const productId = first?.productId ?? "";
    const { items: _items, baskets: _baskets, buyers: _buyers, productId: _id, ...stored } = await getJson(url(`/v1/products/${productId}`), productReplySchema);
    const put = async (body: object): Promise<void> => void (await sendJson(url(`/v1/products/${productId}`), positionReplySchema, { method: "PUT", body }));
    const shown = async (): Promise<boolean> => (await recommendations(`customerId=${REGULAR}`)).items.some((item) => item.productId === productId);
    await put({ ...stored, hidden: true });
    await eventually(async () => ((await shown()) ? undefined : true), { within: 3_000 });
    await put(stored);
    await eventually(async () => ((await shown()) ? true : undefined), { within: 3_000 });
  });

  it("records what it has served, to whom and by which strategy", async () => {
    const list = await recommendations("customerId=12748&strategy=discover&limit=6");
    await recommendations("customerId=12748&strategy=discover&limit=6");
    const found = await eventually(async () => ((lists) => (lists.length > 0 ? lists : undefined))((await servedLists()).filter(({ recommendationId }) => recommendationId === list.recommendationId)));
    const items = list.items.map(({ productId, reason }) => ({ productId, reason: reason.kind }));
    expect(found).toEqual([expect.objectContaining({ customerId: "12748", strategy: "discover", segmentId: list.segment?.id, modelVersion: list.modelVersion, time: Date.parse(list.asOf), items })]);
    expect(await servedLists("2012-01-01T00:00:00Z")).toEqual([]);
    expect(await statusOf(url("/v1/recommendations/served?since=yesterday"))).toBe(400);
  });

  it("forgets a customer everywhere", async () => {
    const before = await servedLists();
    const reply = await getJson(url("/v1/customers/12748"), positionReplySchema, { method: "DELETE" });
    const list = await recommendations(`customerId=12748&after=${reply.position}`);
    expect(list.segment).toBeNull();
    expect(list.items.every(({ reason }) => reason.kind !== "bought-before")).toBe(true);
    expect(await statusOf(url("/v1/customers/12748"))).toBe(404);
    await eventually(async () => ((await getJson(url("/v1/segments"), segmentsSchema)).totals.customers === 4_337 ? true : undefined), { within: 3_000 });
    const after = await servedLists();
    expect(before.some(({ customerId }) => customerId === "12748")).toBe(true);
    expect(after.slice(0, before.length)).toEqual(before.map((list) => (list.customerId === "12748" ? { ...list, customerId: null } : list)));
  });

  it("would predict every order now that few come", async () => {
    await eventually(async () => ((await readMetric(product.url, "segue_quality_sampling")) === 1 ? true : undefined), { within: 30_000 });
  });

  it("goes on where it was after a restart, and is ready soon", async () => {
    // What is being fitted would be another model afterwards.
    const due = () => Promise.all(["segment_refit_due", "taste_refit_due", "segue_ranker_due"].map((name) => readMetric(product.url, name)));
    await eventually(async () => ((await due()).every((value) => value === 0) ? true : undefined), { within: 60_000, every: 300 });
    const before = await getJson(url("/v1/segments"), segmentsSchema);
    // A limit that was not asked for before: a reply of the last seconds may be given again otherwise.
    const list = await recommendations(`customerId=${REGULAR}&limit=17`);
    expect(await product.stop()).toBe(0);
    product = await startProduct({ data, args: ARGS });
    await eventually(async () => ((await getJson(url("/readyz"), readySchema).catch(() => null))?.ready === true ? true : undefined), { within: 15_000 });
    const after = await getJson(url("/v1/segments"), segmentsSchema);
    expect(after).toEqual(before);
    expect((await recommendations(`customerId=${REGULAR}&limit=17`)).items).toEqual(list.items);
  });

  it("keeps in the store what it shows", async () => {
    await product.stop();
    const lmdb = openLmdb(join(data, "store"));
    const totals = totalsOf(await readCollection(lmdb.store, "customers"));
    await lmdb.close();
    // 12748, with 209 orders the most frequent buyer of all, was erased above, and one order was added.
    expect(totals).toMatchObject({ customers: 4_337, orders: 18_532 + 1 - 209 });
  });
});
