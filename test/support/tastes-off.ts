import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedSchema, positionReplySchema } from "@segue/shared/api/ingest";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import type { RecommendationsReply } from "@segue/shared/api/recommendations";
import { customerReplySchema, historySchema, mapSchema, modelsSchema, segmentsSchema, transitionsSchema } from "@segue/shared/api/segments";
import type { SegmentsReply } from "@segue/shared/api/segments";
import type { StateStore } from "@segue/shared/ports/state-store";
import { readCollection } from "@segue/cli/chaos/oracle/read-collection";
import { aLine, aPurchase } from "../builders.ts";
import { getJson, sendJson, statusOf } from "./client.ts";
import { eventually } from "./product.ts";

/** A running system whose segmenter can be started anew. */
export interface TasteShop {
  readonly ingest: string;
  readonly segmenter: string;
  readonly recommender: string;
  /** Ends the segmenter, or all there is, looks at the store that is left, and starts it with tastes on or off. */
  restart(tastes: "on" | "off", look?: (store: StateStore) => Promise<void>): Promise<TasteShop>;
  close(): Promise<void>;
}

const CUSTOMERS = 120;
const WORDS = ["TEACUP", "LANTERN"];
const KINDS = 20;
const ERASED = "c0";
const PATIENCE = { within: 60_000 };

const products = WORDS.flatMap((word, kind) => Array.from({ length: KINDS }, (_, at) => ({ productId: `${kind}-${at}`, title: `KIND ${at} ${word}` })));
const purchases = Array.from({ length: CUSTOMERS }, (_, at) => {
  const items = [0, 2, 6].map((step) => aLine({ productId: `${at % 2}-${(at + step) % KINDS}`, quantity: 1 + (at % 4) }));
  const time = new Date(Date.now() - (1 + (at % 40)) * 86_400_000).toISOString();
  return aPurchase({ id: `e${at}`, orderId: `o${at}`, customerId: `c${at}`, time, items });
});

/** Asks the shop as it is then. */
function asking(shop: () => TasteShop) {
  const tastes = (): Promise<SegmentsReply> => getJson(`${shop().segmenter}/v1/segments?segmentation=taste`, segmentsSchema);
  const listFor = (body: object): Promise<RecommendationsReply> => sendJson(`${shop().recommender}/v1/recommendations`, recommendationsSchema, { body: { limit: 20, explain: true, ...body } });
  const tells = ({ items }: RecommendationsReply): boolean => items.some(({ reason }) => (reason.evidence?.parts?.taste ?? 0) > 0);
  return {
    fitted: () =>
      eventually(async () => {
        const reply = await tastes();
        return reply.modelVersion !== null && reply.totals.unsegmented === 0 ? reply : undefined;
      }, PATIENCE),
    ended: () => eventually(async () => ((reply) => (reply.modelVersion === null ? reply : undefined))(await tastes()), PATIENCE),
    tasteOf: async (id: string): Promise<string | null> => (await getJson(`${shop().segmenter}/v1/customers/${id}`, customerReplySchema)).taste?.id ?? null,
    /** A customer's list, and that of a guest with a basket, once the taste has a say in both, or in neither. */
    lists: (isTold: boolean) =>
      eventually(async () => {
        const both = await Promise.all([listFor({ customerId: "c1" }), listFor({ basket: ["0-1"] })]);
        return both.every((list) => tells(list) === isTold) ? both : undefined;
      }, PATIENCE),
  };
}

/** What becomes of tastes when they are switched off, and on again. */
export function tastesOffSuite(name: string, open: () => Promise<TasteShop>, { isMissing = false } = {}): void {
  describe(name, () => {
    let shop: TasteShop;
    let first: SegmentsReply;
    const { fitted, ended, tasteOf, lists } = asking(() => shop);
    beforeAll(async () => {
      if (isMissing) return;
      shop = await open();
      await sendJson(`${shop.ingest}/v1/products`, acceptedSchema, { body: products });
      expect((await sendJson(`${shop.ingest}/v1/events`, acceptedSchema, { body: purchases })).rejected).toEqual([]);
      first = await fitted();
    });
    afterAll(async () => {
      if (!isMissing) await shop.close();
    });

    it("has them while they are on", async () => {
      expect(await tasteOf(ERASED)).toMatch(/^taste-/);
      await lists(true);
    });

    it("answers as if there had never been any once they are off", async () => {
      shop = await shop.restart("off");
      expect(await ended()).toMatchObject({ segments: [], modelVersion: null, totals: { customers: 0, unsegmented: 0, orders: 0 } });
      const route = (path: string): string => `${shop.segmenter}${path}?segmentation=taste`;
      expect((await getJson(route("/v1/models"), modelsSchema)).items).toEqual([]);
      expect((await getJson(route("/v1/segments/transitions"), transitionsSchema)).items).toEqual([]);
      expect(await getJson(route("/v1/segments/history"), historySchema)).toEqual({ names: {}, items: [] });
      expect(await getJson(route("/v1/segments/map"), mapSchema)).toMatchObject({ modelVersion: null, items: [], centroids: [] });
      for (const { id } of first.segments) expect(await statusOf(`${shop.segmenter}/v1/segments/${id}/customers`)).toBe(404);
      for (const id of [ERASED, "c1"]) expect(await tasteOf(id)).toBeNull();
      for (const { items } of await lists(false)) expect(items.map(({ reason }) => reason.text).join()).not.toContain("customers who like");
    });

    it("keeps nothing of whoever is erased meanwhile, nor of anybody else", async () => {
      await getJson(`${shop.ingest}/v1/customers/${ERASED}`, positionReplySchema, { method: "DELETE" });
      await eventually(async () => ((await statusOf(`${shop.segmenter}/v1/customers/${ERASED}`)) === 404 ? true : undefined));
      shop = await shop.restart("on", async (store) => {
        expect([...(await readCollection(store, "tastes")).keys()]).toEqual([]);
        expect([...(await readCollection(store, "segments")).keys()].filter((id) => id.startsWith("taste"))).toEqual([]);
      });
    });

    it("fits anew when they are on again", async () => {
      const again = await fitted();
      expect(again.totals.customers).toBe(CUSTOMERS - 1);
      const before = new Set(first.segments.map(({ id }) => id));
      expect(again.segments.filter(({ id }) => before.has(id))).toEqual([]);
      expect(again.segments.map(({ id }) => id)).toContain(await tasteOf("c1"));
      expect((await getJson(`${shop.segmenter}/v1/models?segmentation=taste`, modelsSchema)).items).toMatchObject([{ reason: "first", churn: null }]);
      await lists(true);
    });
  });
}
