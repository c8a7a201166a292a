import { describe, expect, it } from "vitest";
import { SHOP_START, smallShop } from "../../../../test/support/small-shop.ts";
import type { SmallShop } from "../../../../test/support/small-shop.ts";
import { applyProduct } from "./model/catalogue.ts";
import { guestHistory, recommend, segmentTop, trending } from "./recommend.ts";
import { related } from "./related.ts";
import { createModel } from "./model/serving-model.ts";
import { setSegment } from "./model/memberships.ts";
import { slotOfSegment } from "./model/segment-counts.ts";

const DAY = 86_400_000;
const START = SHOP_START;

const idsOf = (items: readonly { readonly productId: string }[]): string[] => items.map(({ productId }) => productId);

/** Ann and Bob buy alike; others buy other things. */
function aSmallShop(): SmallShop {
  const shop = smallShop();
  shop.buy("bob", 0, "tea", "cup", "sugar");
  shop.buy("ann", 1, "tea", "cup");
  shop.buy("eve", 2, "nail", "hammer");
  shop.buy("dan", 3, "nail", "saw");
  shop.buy("ann", 4, "tea");
  return shop;
}

describe("recommend", () => {
  it("gives repeats and what similar customers bought, and says so truly", () => {
    const { model, request } = aSmallShop();
    applyProduct(model, "tea", { productId: "tea", title: "Green tea" });
    const [first, ...others] = recommend(model, request("ann"));
    expect(first).toMatchObject({ productId: "tea", title: "Green tea", reason: { kind: "bought-before", text: "You bought this 2 times, about every 3 days; last time today", evidence: { count: 2 } } });
    const sugar = others.find(({ productId }) => productId === "sugar");
    expect(sugar?.reason.kind).toBe("similar-customers");
    // Both lead to Bob; tea weighs more, being the more recent purchase.
    expect(sugar?.reason.evidence?.products).toEqual(["tea", "cup"]);
    expect(sugar?.reason.text).toBe("Customers who bought Green tea and cup also bought this");
    expect(others.map(({ reason }) => reason.kind)).not.toContain("trending");
  });

  it("scores a repeat by the formula", () => {
    const { model, request } = aSmallShop();
    const list = recommend(model, request("ann", { history: [{ productId: "cup", count: 1, decayed: 1, last: START + DAY }], baskets: 2 }));
    // By hand: five orders on days 0-4, two of two cup buyers among four customers in the first two.
    const weight = (day: number): number => 2 ** ((day - 4) / 7);
    const recent = weight(0) + weight(1);
    const total = [0, 1, 2, 3, 4].map(weight).reduce((a, b) => a + b);
    const reach = 2 / 4 + 0.002;
    const trend = (recent + reach) / ((total + 1) * reach);
    const rho = 1 / 8;
    const rhoCup = (0 + 20 * rho) / (2 + 20);
    const repeat = 1.7 * 0.5 * (rhoCup / rho) + 2 ** (-3 / 120);
    // Bob is the only neighbour of a cup buyer but Ann herself, who is left out.
    const neighbours = ((14 * 4) / (4 + 2)) * 2 ** (-4 / 90);
    const popularity = (recent + 2 / 5) / (total + 1);
    const expected = Math.sqrt(trend) * repeat + trend ** 0.75 * neighbours + 0.05 * popularity + 0.05 * popularity;
    // Weights are rounded to whole 2^-16 of a basket at least.
    expect(list.find(({ productId }) => productId === "cup")?.score).toBeCloseTo(expected, 5);
  });

  it("never shows what is hidden, not available, deleted or excluded, and fills from the catalogue", () => {
    const { model, request } = aSmallShop();
    applyProduct(model, "sugar", { productId: "sugar", hidden: true });
    applyProduct(model, "cup", { productId: "cup", available: false });
    applyProduct(model, "nail", null);
    applyProduct(model, "kettle", { productId: "kettle", title: "Kettle", category: "kitchen" });
    const list = recommend(model, request("ann", { exclude: ["saw"] }));
    expect(idsOf(list).sort()).toEqual(["hammer", "kettle", "tea"]);
    expect(list.find(({ productId }) => productId === "kettle")?.reason).toEqual({ kind: "new", text: "Nobody has bought this yet" });
    expect(idsOf(recommend(model, request("ann", { category: "kitchen" })))).toEqual(["kettle"]);
    expect(recommend(model, request("ann", { category: "garden" }))).toEqual([]);
  });

  it("keeps to the strategy first, and fills the list all the same", () => {
    const { model, request } = aSmallShop();
    expect(idsOf(recommend(model, request("ann", { strategy: "rebuy" }))).slice(0, 2).sort()).toEqual(["cup", "tea"]);
    expect(recommend(model, request("ann", { strategy: "rebuy" }))).toHaveLength(6);
    const discovered = idsOf(recommend(model, request("ann", { strategy: "discover" })));
    expect(discovered[0]).toBe("sugar");
    expect(discovered).not.toContain("tea");
    const asked = recommend(model, request("ann", { strategy: "discover", everBought: (id) => id === "sugar" }));
    expect(idsOf(asked)).not.toContain("sugar");
  });

  it("is ordered by falling score, whatever fills it", () => {
    const { model, request } = aSmallShop();
    for (let i = 0; i < 300; i++) applyProduct(model, `extra-${i}`, { productId: `extra-${i}` });
    for (const strategy of ["for-you", "discover", "trending"] as const) {
      const scores = recommend(model, request("ann", { strategy, limit: 100 })).map(({ score }) => score);
      expect(scores).toHaveLength(100);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  it("knows something for a stranger, for a guest's basket, and in an empty shop", () => {
    const { model, request } = aSmallShop();
    const stranger = recommend(model, request("zoe"));
    expect(stranger).toHaveLength(6);
    expect(stranger.every(({ reason }) => ["popular", "trending"].includes(reason.kind))).toBe(true);
    const guest = recommend(model, request("zoe", { customerId: null, history: guestHistory(["saw"], START + 4 * DAY), baskets: 1, exclude: ["saw"] }));
    expect(guest[0]).toMatchObject({ productId: "nail", reason: { kind: "similar-customers", evidence: { products: ["saw"] } } });
    expect(recommend(createModel(), request("zoe"))).toEqual([]);
  });

  it("calls nothing trending and keeps the personal order when the log ended long ago", () => {
    const { model, request } = aSmallShop();
    const now = START + 15 * 365 * DAY;
    const late = recommend(model, request("ann", { now }));
    expect(idsOf(late)[0]).toBe("tea");
    expect(late[0].reason.text).toBe("You bought this 2 times, about every 3 days; last time on 5 January 2026");
    expect(idsOf(late)).toContain("sugar");
    expect(trending(model, { now, limit: 5 }).every(({ score, reason }) => Math.abs(score - 1) < 1e-9 && reason.kind === "popular")).toBe(true);
  });
});

describe("trending", () => {
  it("puts what sells above its reach first", () => {
    const { model, buy } = aSmallShop();
    for (let day = 5; day < 60; day++) buy(`c${day}`, day, "nail");
    for (let day = 61; day < 75; day++) buy(`c${day}`, day, "skates");
    const [first] = trending(model, { now: model.totals.latest, limit: 3 });
    expect(first).toMatchObject({ productId: "skates", reason: { kind: "trending" } });
    expect(first.reason.text).toMatch(/^Trending: in \d+ % of recent orders$/);
    expect(first.reason.evidence?.trend).toBe(first.score);
  });
});

describe("segmentTop", () => {
  it("starts from everybody's and becomes the segment's own", () => {
    const { model, buy } = smallShop();
    setSegment(model, "tea0", "seg-tea");
    const segmentSlot = slotOfSegment(model, "seg-tea");
    const top = () => segmentTop(model, { segmentSlot, now: model.totals.latest, limit: 1 });
    for (let i = 0; i < 30; i++) buy(`other${i}`, i / 10, "beer");
    expect(idsOf(top())).toEqual(["beer"]);
    for (let i = 0; i < 40; i++) {
      setSegment(model, `tea${i}`, "seg-tea");
      buy(`tea${i}`, 3 + i / 10, "tea");
    }
    expect(top()).toMatchObject([{ productId: "tea", reason: { kind: "popular-in-segment", evidence: { share: 1 } } }]);
  });

  it("goes with the customers who move, and forgets a segment that nobody is in", () => {
    const { model, buy } = smallShop();
    for (let i = 0; i < 9; i++) {
      buy(`tea${i}`, i, "tea");
      setSegment(model, `tea${i}`, "seg-old");
    }
    for (let i = 0; i < 9; i++) setSegment(model, `tea${i}`, i === 0 ? null : "seg-new");
    const segmentSlot = slotOfSegment(model, "seg-new");
    expect(segmentTop(model, { segmentSlot, now: model.totals.latest, limit: 1 })).toMatchObject([{ productId: "tea", reason: { kind: "popular-in-segment" } }]);
    expect(slotOfSegment(model, "seg-old")).toBe(-1);
    setSegment(model, "zoe", "seg-newest");
    const newest = segmentTop(model, { segmentSlot: slotOfSegment(model, "seg-newest"), now: model.totals.latest, limit: 1 });
    expect(newest[0].reason.kind).not.toBe("popular-in-segment");
  });
});

describe("related", () => {
  it("tells what comes in the same basket from what the same customers buy", () => {
    const { model, buy } = smallShop();
    for (let i = 0; i < 10; i++) {
      buy(`c${i}`, i, "bread", "butter");
      buy(`c${i}`, i + 0.5, "jam");
      buy(`d${i}`, i, "nail", "hammer");
    }
    const together = related(model, { productId: "bread", kind: "together", limit: 5 });
    expect(together).toMatchObject([{ productId: "butter", reason: { kind: "bought-together", text: "Often bought together with bread" } }]);
    expect(idsOf(related(model, { productId: "bread", kind: "similar", limit: 5 })).sort()).toEqual(["butter", "jam"]);
    expect(related(model, { productId: "unknown", kind: "similar", limit: 5 })).toEqual([]);
  });

  it("finds what is like a product that nobody has bought yet by the words of titles, in its category, until somebody buys it", () => {
    const { model, buy } = smallShop();
    const put = (productId: string, title: string, category?: string): void => applyProduct(model, productId, { productId, title, category });
    put("heart", "RED HEART LANTERN", "lights");
    put("star", "STAR LANTERN", "lights");
    put("bag", "RED HEART BAG", "bags");
    put("lamp", "DESK LAMP", "lights");
    put("hidden", "BLUE HEART LANTERN", "lights");
    applyProduct(model, "hidden", { productId: "hidden", title: "BLUE HEART LANTERN", category: "lights", available: false });
    for (const [day, product] of ["heart", "star", "bag", "lamp", "hidden"].entries()) buy("ann", day, product);
    put("new", "BLUE HEART LANTERN", "lights");
    const found = related(model, { productId: "new", kind: "similar", limit: 5 });
    expect(found).toMatchObject([{ productId: "heart", reason: { kind: "similar-title", text: "Like BLUE HEART LANTERN, which is new", evidence: { products: ["new"] } } }, { productId: "star" }]);
    put("nowhere", "HEART BAG");
    expect(idsOf(related(model, { productId: "nowhere", kind: "similar", limit: 5 }))).toEqual(["bag", "heart"]);
    put("untitled", "", "lights");
    expect(related(model, { productId: "untitled", kind: "similar", limit: 5 })).toEqual([]);
    buy("eve", 9, "new", "bag");
    expect(related(model, { productId: "new", kind: "similar", limit: 1 })).toMatchObject([{ productId: "bag", reason: { kind: "similar-customers" } }]);
  });
});
