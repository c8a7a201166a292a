import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { acceptedSchema, positionReplySchema } from "@segue/shared/api/ingest";
import { itemListSchema, recommendationsSchema } from "@segue/shared/api/recommendations";
import type { RecommendationsReply } from "@segue/shared/api/recommendations";
import { customerReplySchema, segmentsSchema } from "@segue/shared/api/segments";
import { aLine, aPurchase } from "../builders.ts";
import { getJson, sendJson } from "../support/client.ts";
import { readMetric } from "../support/metrics.ts";
import { eventually, startProduct } from "../support/product.ts";
import type { Product } from "../support/product.ts";

const DAY = 86_400_000;
const PRODUCTS = 120;
const CUSTOMERS = 60;
const CATEGORIES = ["kitchen", "garden", "paper"];
const EVERYWHERE = "bag";
/** Of the customer who orders most. */
const MANY = 50_000;
const PER_POST = 5_000;
const ONE_SECOND = new Date(Date.now() - DAY).toISOString();

let data: string;
let product: Product;

const at = (path: string): string => product.url + path;
const get = <T>(path: string, schema: z.ZodType<T>): Promise<T> => getJson(at(path), schema);
const listOf = (query: string): Promise<RecommendationsReply> => get(`/v1/recommendations?${query}`, recommendationsSchema);
const ask = (body: object): Promise<RecommendationsReply> => sendJson(at("/v1/recommendations"), recommendationsSchema, { body });
const idsOf = ({ items }: Pick<RecommendationsReply, "items">): string[] => items.map(({ productId }) => productId);
const categoryOf = (n: number): string => CATEGORIES[n % CATEGORIES.length] ?? "";
const names = (count: number, name: (n: number) => string = (n) => `p${n}`): string[] => Array.from({ length: count }, (_, n) => name(n));

/** Sends events and answers where they are in the log. */
async function post(events: readonly object[]): Promise<string> {
  const { position, rejected } = await sendJson(at("/v1/events"), acceptedSchema, { body: events });
  expect(rejected).toEqual([]);
  return position;
}

/** A list may follow a change of the catalogue a moment later. */
const soon = <T>(look: () => Promise<T | undefined>): Promise<T> => eventually(look, { within: 10_000 });

function purchase(id: string, customerId: string, products: readonly string[]): object {
  return aPurchase({ id, orderId: id, customerId, time: ONE_SECOND, items: products.map((productId) => aLine({ productId, quantity: 1, unitPrice: 2 })) });
}

/** Every customer buys what everybody has and three things of their own, again and again, all in the same second. */
function shop(): readonly object[] {
  return names(CUSTOMERS, (n) => `c${n}`).flatMap((customerId, n) =>
    Array.from({ length: 1 + (n % 6) }, (_, order) => purchase(`${customerId}-${order}`, customerId, [EVERYWHERE, `p${n}`, `p${(n + 1) % CUSTOMERS}`, `p${60 + order}`])),
  );
}

describe("the lists of the running product", () => {
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "segue-lists-"));
    product = await startProduct({ data });
    const catalogue = [...names(PRODUCTS).map((productId, n) => ({ productId, title: `Product ${n}`, category: categoryOf(n) })), { productId: EVERYWHERE, category: "bags" }];
    await sendJson(at("/v1/products"), acceptedSchema, { body: catalogue });
    const position = await post(shop());
    await listOf(`after=${position}`);
    await soon(async () => (await get("/v1/segments", segmentsSchema)).modelVersion ?? undefined);
  });
  afterAll(async () => {
    await product.stop();
    await rm(data, { recursive: true, force: true });
  });

  describe("by strategy and filter", () => {
    it.each(["for-you", "discover", "rebuy", "trending"])("%s is full, in the order of its scores, has nothing twice, and the same for a longer list", async (strategy) => {
      const short = await listOf(`customerId=c3&strategy=${strategy}&limit=25&diversity=0`);
      const long = await listOf(`customerId=c3&strategy=${strategy}&limit=100&diversity=0`);
      expect([short.strategy, short.items.length, long.items.length]).toEqual([strategy, 25, 100]);
      expect(new Set(idsOf(long)).size).toBe(100);
      expect(idsOf(long).slice(0, 25)).toEqual(idsOf(short));
      const scores = long.items.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    });

    it("tells what was bought from what was not", async () => {
      const bought = new Set((await get("/v1/customers/c3", customerReplySchema)).items.map(({ productId }) => productId));
      expect(bought.size).toBeGreaterThan(3);
      expect(idsOf(await listOf("customerId=c3&strategy=discover&limit=100")).filter((id) => bought.has(id))).toEqual([]);
      expect(new Set(idsOf(await listOf(`customerId=c3&strategy=rebuy&limit=${bought.size}`)))).toEqual(bought);
    });

    it.each(["for-you", "discover", "rebuy", "trending"])("%s of a category has all of it that may be shown, and nothing else", async (strategy) => {
      const ofIt = names(PRODUCTS).filter((_, n) => categoryOf(n) === "garden");
      expect(idsOf(await listOf(`customerId=nobody&category=garden&limit=100&strategy=${strategy}`)).sort()).toEqual(ofIt.sort());
      expect(idsOf(await listOf(`customerId=nobody&category=none&strategy=${strategy}`))).toEqual([]);
    });

    it("adds every score up from its evidence", async () => {
      for (const query of ["customerId=c3&limit=40", "customerId=c3&strategy=rebuy&limit=40", "strategy=trending", "customerId=nobody"]) {
        for (const { score, reason } of (await listOf(`${query}&explain=true`)).items) {
          const parts = Object.values(reason.evidence?.parts ?? {});
          expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
          expect(reason.text).not.toBe("");
        }
      }
    });

    it("knows what goes with a product, in a basket and with the same customers", async () => {
      const related = (kind: string) => get(`/v1/products/p3/related?kind=${kind}&limit=20`, itemListSchema);
      for (const kind of ["together", "similar"]) {
        const list = await related(kind);
        expect(idsOf(list)).toContain("p4");
        expect(new Set(idsOf(list)).size).toBe(list.items.length);
        expect(idsOf(list)).not.toContain("p3");
      }
    });

    it("knows what a segment buys more than others", async () => {
      const { segments } = await get("/v1/segments", segmentsSchema);
      for (const { id } of segments) {
        const { items } = await get(`/v1/segments/${id}/recommendations?limit=10&explain=true`, itemListSchema);
        expect(items).toHaveLength(10);
        for (const { score, reason } of items) expect(reason.evidence?.parts?.lift).toBeCloseTo(score, 9);
      }
    });
  });

  describe("for those of whom little is known", () => {
    it("gives a stranger what a guest gets", async () => {
      const stranger = await listOf("customerId=nobody-knows-me");
      expect(stranger).toMatchObject({ customerId: "nobody-knows-me", segment: null });
      expect(idsOf(stranger)).toEqual(idsOf(await listOf("")));
      expect(stranger.items.every(({ reason }) => ["popular", "trending", "new"].includes(reason.kind))).toBe(true);
    });

    it("answers a guest's basket, with what nobody knows in it, and stores nothing", async () => {
      const before = await Promise.all([get("/v1/segments", segmentsSchema), readMetric(product.url, "segue_events_accepted_total")]);
      const list = await ask({ basket: ["p3", "a product nobody knows"], limit: 5 });
      expect(list).toMatchObject({ customerId: null, segment: null });
      expect(list.items[0]?.reason.kind).toBe("similar-customers");
      expect(idsOf(list)).not.toContain("p3");
      const after = await Promise.all([get("/v1/segments", segmentsSchema), readMetric(product.url, "segue_events_accepted_total")]);
      expect([after[0].totals, after[1]]).toEqual([before[0].totals, before[1]]);
    });
  });

  describe("of extreme input", () => {
    it("leaves out 10,000 exclusions, and is as long as what is left", async () => {
      const exclude = [...names(PRODUCTS - 4), ...names(9_884, (n) => `nothing-${n}`)];
      expect(exclude).toHaveLength(10_000);
      expect(idsOf(await ask({ customerId: "c3", exclude, limit: 100 })).sort()).toEqual([EVERYWHERE, "p116", "p117", "p118", "p119"].sort());
    });

    it("follows a product that is hidden or taken out of the catalogue while its list is kept for another view", async () => {
      const path = "customerId=c7&limit=5";
      const [first = "", second = ""] = idsOf(await listOf(path));
      await sendJson(at(`/v1/products/${first}`), positionReplySchema, { method: "PUT", body: { category: "kitchen", hidden: true } });
      await getJson(at(`/v1/products/${second}`), positionReplySchema, { method: "DELETE" });
      const list = await soon(async () => ((reply) => (idsOf(reply).some((id) => id === first || id === second) ? undefined : reply))(await listOf(path)));
      expect(list.items).toHaveLength(5);
      expect(idsOf(await listOf("customerId=c7&limit=100&strategy=rebuy"))).not.toContain(first);
      await sendJson(at(`/v1/products/${first}`), positionReplySchema, { method: "PUT", body: { category: "kitchen" } });
      await soon(async () => (idsOf(await listOf("customerId=c7&limit=6")).includes(first) ? true : undefined));
    });

    it("takes an order of 2,000 lines, and a guest's basket of as many", async () => {
      const lines = names(2_000, (n) => `bulk-${n}`);
      const position = await post([purchase("bulk", "wholesaler", lines)]);
      const own = await listOf(`customerId=wholesaler&limit=100&after=${position}`);
      expect(own.items).toHaveLength(100);
      expect(own.items.every(({ reason }) => reason.kind === "bought-before")).toBe(true);
      const fresh = await listOf("customerId=wholesaler&strategy=discover&limit=100");
      expect(idsOf(fresh).filter((id) => id.startsWith("bulk-"))).toEqual([]);
      const guest = await ask({ basket: lines, limit: 20 });
      expect(guest.items).toHaveLength(20);
      expect(idsOf(guest).filter((id) => id.startsWith("bulk-"))).toEqual([]);
    });

    it(`takes a customer with ${MANY} orders, all of the same second`, async () => {
      let position = "";
      for (let from = 0; from < MANY; from += PER_POST) {
        position = await post(Array.from({ length: PER_POST }, (_, n) => purchase(`many-${from + n}`, "reseller", [`lot-${(from + n) % 50}`])));
      }
      const reseller = await soon(async () => ((customer) => (customer.orders === MANY ? customer : undefined))(await get("/v1/customers/reseller", customerReplySchema)));
      expect(reseller.items).toHaveLength(50);
      const list = await listOf(`customerId=reseller&limit=50&strategy=rebuy&after=${position}`);
      expect(list.items.every(({ score, reason }) => Number.isFinite(score) && reason.evidence?.count === MANY / 50)).toBe(true);
      // Nobody else's list is lost to one customer.
      expect((await listOf("customerId=c3&limit=100")).items).toHaveLength(100);
    });

    it("shows what everybody bought to a stranger, and stays finite", async () => {
      const { items } = await listOf("customerId=somebody-new&limit=100");
      expect(items.map(({ productId }) => productId)).toContain(EVERYWHERE);
      expect(items.every(({ score }) => Number.isFinite(score))).toBe(true);
      const { items: next } = await get(`/v1/products/${EVERYWHERE}/related?limit=10`, itemListSchema);
      expect(next).toHaveLength(10);
    });

    it("has broken nothing", () => expect(product.output()).not.toContain('"level":50'));
  });
});
