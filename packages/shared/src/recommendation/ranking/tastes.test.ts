import { describe, expect, it } from "vitest";
import { smallShop } from "../../../../../test/support/small-shop.ts";
import type { SmallShop } from "../../../../../test/support/small-shop.ts";
import { setTaste } from "../model/memberships.ts";
import { slotOfSegment } from "../model/segment-counts.ts";
import { recommend, segmentTop } from "../recommend.ts";
import type { Recommendation, RecommendRequest } from "../recommend.ts";

const CUSTOMERS = 40;

/** Two tastes that have "everyday" in common, and two who bought once: ann what everybody buys, zoe what nobody else does. */
function twoTastes(): SmallShop {
  const shop = smallShop();
  for (let i = 0; i < CUSTOMERS; i++) {
    setTaste(shop.model, `tea${i}`, "taste-tea");
    setTaste(shop.model, `dog${i}`, "taste-dog");
    shop.buy(`tea${i}`, i / 10, "everyday", "tea");
    shop.buy(`dog${i}`, i / 10, "everyday", "bone");
  }
  shop.buy("ann", 4, "everyday");
  shop.buy("zoe", 4, "kite");
  return shop;
}

const listFor = ({ model, request }: SmallShop, customerId: string, over: Partial<RecommendRequest> = {}): Recommendation[] => recommend(model, request(customerId, { explain: true, ...over }));
const idsOf = (items: readonly Recommendation[]): string[] => items.map(({ productId }) => productId);
const entryOf = (items: readonly Recommendation[], product: string): Recommendation | undefined => items.find(({ productId }) => productId === product);
const partIn = (items: readonly Recommendation[], product: string): number => entryOf(items, product)?.reason.evidence?.parts?.taste ?? 0;

describe("the taste of a customer", () => {
  it("changes the list of those with few baskets, with similar customers and without", () => {
    const shop = twoTastes();
    for (const customerId of ["ann", "zoe"]) {
      for (const [taste, first, second] of [["taste-tea", "tea", "bone"], ["taste-dog", "bone", "tea"]] as const) {
        setTaste(shop.model, customerId, taste);
        const ids = idsOf(listFor(shop, customerId, { strategy: "discover" }));
        expect(ids.indexOf(first)).toBeGreaterThanOrEqual(0);
        expect(ids.indexOf(first)).toBeLessThan(ids.indexOf(second));
      }
    }
  });

  it("is a part of the score, which stays the sum of its parts, and weighs less the more baskets there are", () => {
    const shop = twoTastes();
    expect(partIn(listFor(shop, "ann"), "tea")).toBe(0);
    setTaste(shop.model, "ann", "taste-tea");
    const list = listFor(shop, "ann");
    const early = partIn(list, "tea");
    expect(early).toBeGreaterThan(0);
    for (const { score, reason } of list) expect(Object.values(reason.evidence?.parts ?? {}).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
    for (let day = 5; day < 9; day++) shop.buy("ann", day, "everyday");
    expect(partIn(listFor(shop, "ann"), "tea")).toBeLessThan(0.7 * early);
  });

  it("does not count the customer who asks", () => {
    const shop = twoTastes();
    const { model } = shop;
    setTaste(model, "zoe", "taste-zoe");
    setTaste(model, "ann", "taste-tea");
    const alone = partIn(listFor(shop, "zoe"), "kite");
    // A stranger in the same taste sees the purchase in it.
    setTaste(model, "guest", "taste-zoe");
    const seen = partIn(listFor(shop, "guest", { history: shop.request("ann").history, baskets: 1 }), "kite");
    // Of a taste that nobody else has, nothing is left but what everybody else buys.
    expect(alone).toBeLessThan(seen / 5);
  });

  it("is said where it weighs most, by its name where that is known", () => {
    const shop = twoTastes();
    setTaste(shop.model, "zoe", "taste-tea");
    const named = entryOf(listFor(shop, "zoe", { segmentName: (id) => (id === "taste-tea" ? "Tea & Scones" : undefined) }), "tea");
    expect(named?.reason.kind).toBe("popular-in-segment");
    expect(named?.reason.text).toMatch(/^Popular with customers who like Tea & Scones: \d+ % of them bought it lately$/);
    expect(named?.reason.evidence?.lift).toBeGreaterThan(1);
    expect(entryOf(listFor(shop, "zoe"), "tea")?.reason.text).toMatch(/^Popular with customers of your taste: /);
  });

  it("is of no account for somebody without purchases, as one who has just been erased", () => {
    const shop = twoTastes();
    setTaste(shop.model, "gone", "taste-tea");
    expect(partIn(listFor(shop, "gone"), "tea")).toBe(0);
  });

  it("takes along what its customers bought when they change it or are in none any more", () => {
    const shop = twoTastes();
    const { model } = shop;
    for (let i = 0; i < CUSTOMERS; i++) setTaste(model, `tea${i}`, i === 0 ? null : "taste-dog");
    expect(slotOfSegment(model, "taste-tea")).toBe(-1);
    const all = segmentTop(model, { segmentSlot: slotOfSegment(model, "taste-dog"), now: model.totals.latest, limit: 5 });
    expect(entryOf(all, "tea")?.reason.evidence?.share).toBeCloseTo((CUSTOMERS - 1) / (2 * CUSTOMERS - 1), 1);
  });
});
