import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallShop } from "../../../../../test/support/small-shop.ts";
import type { SmallShop } from "../../../../../test/support/small-shop.ts";
import { applyProduct } from "../model/catalogue.ts";
import { setSegment } from "../model/memberships.ts";
import { guestHistory, popularIds, recommend, recommendIds, segmentTop, trending } from "../recommend.ts";
import type { Recommendation, RecommendRequest } from "../recommend.ts";
import { slotOfSegment } from "../model/segment-counts.ts";

const idsOf = (items: readonly { readonly productId: string }[]): string[] => items.map(({ productId }) => productId);

describe("rebuy", () => {
  it("puts what is due first, then what was bought, and says how often that is", () => {
    const { model, buy, request } = smallShop();
    // Tea every three weeks, the last time 24 days ago; milk every week, just now; soap once.
    for (const day of [0, 21, 42, 63]) buy("ann", day, "tea");
    for (let day = 3; day <= 87; day += 7) buy("ann", day, "milk");
    buy("ann", 80, "soap");
    buy("bob", 87, "nails");
    const list = recommend(model, request("ann", { strategy: "rebuy" }));
    expect(idsOf(list)).toEqual(["tea", "milk", "soap", "nails"]);
    expect(list[0].reason.text).toBe("You bought this 4 times, about every 3 weeks; last time 24 days ago");
    expect(list[0].reason.evidence).toMatchObject({ count: 4, everyDays: 21 });
    // By the weight of a repeat alone the weekly milk comes first.
    expect(idsOf(recommend(model, request("ann"))).indexOf("milk")).toBeLessThan(idsOf(recommend(model, request("ann"))).indexOf("tea"));
  });
});

describe("a list of one category", () => {
  function aKitchen(): SmallShop {
    const shop = smallShop();
    for (let i = 0; i < 400; i++) shop.buy(`other${i}`, 1, `nail-${i}`);
    for (const [i, name] of ["pan", "pot", "lid", "jug"].entries()) {
      applyProduct(shop.model, name, { productId: name, category: "kitchen" });
      for (let times = 0; times < i; times++) shop.buy(`cook${i}-${times}`, 2, name);
    }
    return shop;
  }

  it("is full while the category has products, however few bought them", () => {
    const { model, request } = aKitchen();
    for (const strategy of ["for-you", "discover", "rebuy", "trending"] as const) {
      expect(idsOf(recommend(model, request("zoe", { category: "kitchen", strategy, limit: 4 }))).sort()).toEqual(["jug", "lid", "pan", "pot"]);
    }
    expect(popularIds(model, { now: model.totals.latest, limit: 2, category: "kitchen" })).toEqual(["jug", "lid"]);
  });

  it("follows a product that is moved, hidden, taken out or put back", () => {
    const { model, request } = aKitchen();
    const kitchen = (): string[] => idsOf(recommend(model, request("zoe", { category: "kitchen" }))).sort();
    applyProduct(model, "jug", { productId: "jug", category: "table" });
    applyProduct(model, "pan", { productId: "pan", category: "kitchen", hidden: true });
    expect(kitchen()).toEqual(["lid", "pot"]);
    applyProduct(model, "lid", null);
    applyProduct(model, "pan", { productId: "pan", category: "kitchen" });
    expect(kitchen()).toEqual(["pan", "pot"]);
    expect(idsOf(recommend(model, request("zoe", { category: "table" })))).toEqual(["jug"]);
    expect(recommend(model, request("zoe", { category: "garden" }))).toEqual([]);
  });
});

interface Known {
  readonly category: string | undefined;
  readonly hidden: boolean;
  readonly available: boolean;
}

function shownIn(products: readonly Known[], category: string | undefined): string[] {
  const isShown = (known: Known): boolean => !known.hidden && known.available && (category === undefined || known.category === category);
  return products.flatMap((known, at) => (isShown(known) ? [`p${at}`] : []));
}

function sumOfParts({ reason }: Recommendation): number {
  return Object.values(reason.evidence?.parts ?? {}).reduce((total, part) => total + part, 0);
}

describe("any list", () => {
  const product = fc.record({ category: fc.constantFrom(undefined, "a", "b"), hidden: fc.boolean(), available: fc.boolean() });
  const shop = fc.record({
    products: fc.array(product, { minLength: 1, maxLength: 30 }),
    baskets: fc.array(fc.record({ customer: fc.nat(4), products: fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 4 }) }), { maxLength: 25 }),
    excluded: fc.uniqueArray(fc.nat(29), { maxLength: 8 }),
    category: fc.constantFrom(undefined, "a", "b", "c"),
    strategy: fc.constantFrom("for-you", "discover", "rebuy", "trending"),
    limit: fc.integer({ min: 1, max: 40 }),
    diversity: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("has no product twice or that it may not have, is as long as there are products, falls in score, and every score is the sum of its parts", () => {
    fc.assert(
      fc.property(shop, ({ products, baskets, excluded, category, strategy, limit, diversity }) => {
        const { model, buy, request } = smallShop();
        products.forEach((known, at) => applyProduct(model, `p${at}`, { productId: `p${at}`, ...known }));
        baskets.forEach(({ customer, products: bought }, day) => buy(`c${customer}`, day, ...bought.map((at) => `p${at % products.length}`)));
        const exclude = excluded.map((at) => `p${at}`);
        const list = recommend(model, request("c0", { exclude, category, strategy, limit, diversity, explain: true }));
        const own = new Set(strategy === "discover" ? request("c0").history.map(({ productId }) => productId) : []);
        const allowed = shownIn(products, category).filter((id) => !exclude.includes(id) && !own.has(id));
        expect(recommendIds(model, request("c0", { exclude, category, strategy, limit, diversity }))).toEqual(idsOf(list));
        expect(new Set(idsOf(list)).size).toBe(list.length);
        expect(idsOf(list).every((id) => allowed.includes(id))).toBe(true);
        expect(list.length).toBe(Math.min(limit, allowed.length));
        for (const [rank, item] of list.entries()) {
          expect(item.score).toBeLessThanOrEqual(list[Math.max(0, rank - 1)].score);
          expect(Math.abs(sumOfParts(item) - item.score)).toBeLessThanOrEqual(1e-9 * Math.max(1, item.score));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("takes 10,000 exclusions, a basket of 2,000 products, and an item that everybody bought in the same second", () => {
    const { model, buy, request } = smallShop();
    for (let i = 0; i < 300; i++) buy(`c${i}`, 1, "bag", `p${i}`, `p${(i + 1) % 300}`);
    const exclude = Array.from({ length: 10_000 }, (_, i) => (i < 295 ? `p${i}` : `nothing-${i}`));
    expect(idsOf(recommend(model, request("zoe", { exclude }))).sort()).toEqual(["bag", "p295", "p296", "p297", "p298", "p299"]);
    const basket = Array.from({ length: 2_000 }, (_, i) => `p${i}`);
    const guest = recommend(model, request("guest", { customerId: null, history: guestHistory(basket, model.totals.latest), baskets: 1, exclude: basket }));
    expect(idsOf(guest)).toEqual(["bag"]);
    const mine = recommend(model, request("c7"));
    expect(mine).toHaveLength(10);
    expect(mine.every(({ score }) => Number.isFinite(score))).toBe(true);
  });

  it("gives products of other categories room, at a price that the setting says", () => {
    const { model, buy, request } = smallShop();
    for (const name of ["red", "blue", "green", "black"]) applyProduct(model, name, { productId: name, category: "pens" });
    applyProduct(model, "pad", { productId: "pad", category: "paper" });
    for (let day = 0; day < 20; day++) buy("ann", day, "red", "blue", "green", "black", ...(day > 2 ? ["pad"] : []));
    const list = (diversity: number): string[] => idsOf(recommend(model, request("ann", { limit: 3, diversity })));
    expect(list(0)).not.toContain("pad");
    expect(list(0.2)[1]).toBe("pad");
  });
});

describe("segments in lists", () => {
  function twoTastes(): SmallShop {
    const shop = smallShop();
    for (let i = 0; i < 40; i++) {
      setSegment(shop.model, `tea${i}`, "seg-tea");
      setSegment(shop.model, `dog${i}`, "seg-dog");
      shop.buy(`tea${i}`, i / 10, "everyday", "tea");
      shop.buy(`dog${i}`, i / 10, "everyday", "bone");
    }
    return shop;
  }

  const strangerIn = ({ model, request }: SmallShop, segmentId: string): string[] =>
    idsOf(recommend(model, request("zoe", { segmentSlot: slotOfSegment(model, segmentId), limit: 2 } satisfies Partial<RecommendRequest>)));

  it("change the list of a customer of whom nothing else is known", () => {
    const shop = twoTastes();
    expect(strangerIn(shop, "seg-tea")).toContain("tea");
    expect(strangerIn(shop, "seg-dog")).toContain("bone");
    expect(strangerIn(shop, "seg-tea")).not.toEqual(strangerIn(shop, "seg-dog"));
  });

  it("do not count the customer who asks", () => {
    const shop = twoTastes();
    setSegment(shop.model, "zoe", "seg-zoe");
    shop.buy("zoe", 4, "kite");
    const { model, request } = shop;
    const partOf = (over: Partial<RecommendRequest>): number => {
      const kite = recommend(model, request("zoe", { explain: true, ...over })).find(({ productId }) => productId === "kite");
      return kite?.reason.evidence?.parts?.segment ?? Number.NaN;
    };
    const segmentSlot = slotOfSegment(model, "seg-zoe");
    // Of a segment that nobody else is in nothing is left but what everybody else buys; a guest would see the purchase in it.
    expect(partOf({ segmentSlot })).toBeLessThanOrEqual(partOf({ segmentSlot: -1 }));
    expect(partOf({ segmentSlot, customerId: null })).toBeGreaterThan(partOf({ segmentSlot }) * 1.05);
  });

  it("have a list of what they buy more than others, not of what everybody buys", () => {
    const { model } = twoTastes();
    const [first, ...others] = segmentTop(model, { segmentSlot: slotOfSegment(model, "seg-tea"), now: model.totals.latest, limit: 3, explain: true });
    // Half of all customers buy tea, all of these do: (40 + 5) / (40 / 2 + 5), less what the priors take.
    expect(first.productId).toBe("tea");
    expect(first.score).toBeGreaterThan(1.4);
    expect(first.score).toBeLessThan(45 / 25 + 0.01);
    expect(first.reason).toMatchObject({ kind: "popular-in-segment", evidence: { share: 1, lift: first.score, parts: { lift: first.score } } });
    expect(first.reason.text).toMatch(/^Bought lately by 100 % of the segment, 1\.\d times as often as by everybody$/);
    expect(idsOf(others)).toEqual(["everyday", "bone"]);
    expect(trending(model, { now: model.totals.latest, limit: 1, explain: true })[0].reason.evidence?.parts).toHaveProperty("trend");
  });
});
