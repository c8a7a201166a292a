import { describe, expect, it } from "vitest";
import { smallShop } from "../../../../../test/support/small-shop.ts";
import type { Ranker } from "../../ranker/forest.ts";
import { guestHistory, recommend } from "../recommend.ts";
import type { Recommendation } from "../recommend.ts";
import { RANKER_FEATURES } from "./features.ts";
import { RERANKED } from "./rerank.ts";

type Feature = (typeof RANKER_FEATURES)[number];

/** Adds one number up to a threshold of a feature, and another above it. */
function stump(feature: Feature, threshold: number, [low, high]: readonly [number, number]): Ranker {
  return { features: RANKER_FEATURES, trees: [{ splits: [[RANKER_FEATURES.indexOf(feature), threshold]], leaves: [low, high] }] };
}

/** Ann bought tea and milk together, and milk again just now. */
function listsFor(ranker?: Ranker): Recommendation[] {
  const shop = smallShop(ranker);
  for (let i = 0; i < 8; i++) shop.buy(`other-${i}`, i, "tea", "milk", "cake");
  shop.buy("ann", 10, "tea", "milk");
  shop.buy("ann", 20, "milk");
  return recommend(shop.model, { ...shop.request("ann"), explain: true });
}

const scoreOf = (list: readonly Recommendation[], productId: string): number => list.find((each) => each.productId === productId)?.score ?? Number.NaN;

describe("the ranker", () => {
  const byScore = listsFor();

  it("multiplies a score with e to what its trees add, and orders the list by that", () => {
    expect(byScore.map(({ productId }) => productId)).toEqual(["milk", "tea", "cake"]);
    const ranked = listsFor(stump("age", 1, [0, 2]));
    expect(ranked.map(({ productId }) => productId)).toEqual(["tea", "milk", "cake"]);
    expect(scoreOf(ranked, "tea") / scoreOf(byScore, "tea")).toBeCloseTo(Math.exp(2), 9);
    expect(scoreOf(ranked, "milk")).toBe(scoreOf(byScore, "milk"));
  });

  it("leaves reasons whose parts add up to the score", () => {
    for (const { score, reason } of listsFor(stump("popularity", 0.3, [-0.7, 0.4]))) {
      const parts = Object.values(reason.evidence?.parts ?? {});
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 12);
      expect(reason.evidence?.parts).not.toHaveProperty("placed");
    }
  });

  it.each([
    { feature: "age", threshold: 9.9, above: ["tea"], below: ["milk", "cake"] },
    { feature: "frequency", threshold: 0.6, above: ["milk"], below: ["tea", "cake"] },
    { feature: "repeat", threshold: 0, above: ["milk", "tea"], below: ["cake"] },
  ] as const)("knows $feature", ({ feature, threshold, above, below }) => {
    const ranked = listsFor(stump(feature, threshold, [0, 1]));
    for (const productId of above) expect(scoreOf(ranked, productId) / scoreOf(byScore, productId)).toBeCloseTo(Math.E, 9);
    for (const productId of below) expect(scoreOf(ranked, productId)).toBeCloseTo(scoreOf(byScore, productId), 12);
  });

  it.each([
    ["baskets", 2],
    ["purchasesPerBasket", 1.5],
    ["variety", 2],
    ["repeatShare", 1 / 3],
    ["sinceLastBasket", 0],
  ] as const)("knows %s of the customer", (feature, value) => {
    for (const [threshold, factor] of [[value + 1e-6, 1], [value - 1e-6, Math.E]]) expect(scoreOf(listsFor(stump(feature, threshold, [0, 1])), "tea") / scoreOf(byScore, "tea")).toBeCloseTo(factor, 9);
  });

  it("is not asked where all products are new to the customer", () => {
    const lists = [undefined, stump("popularity", 0.3, [-5, 5])].map((ranker) => {
      const shop = smallShop(ranker);
      shop.buy("bob", 1, "tea", "milk", "cake");
      shop.buy("ann", 2, "tea");
      return recommend(shop.model, shop.request("ann", { strategy: "discover" }));
    });
    expect(lists[0].length).toBeGreaterThan(1);
    expect(lists[1]).toEqual(lists[0]);
  });

  it("is not asked about somebody of whom nothing is known, and is about a guest's basket", () => {
    const [shop, plain] = [smallShop(stump("baskets", 5, [3, 0])), smallShop()];
    for (const each of [shop, plain]) each.buy("ann", 1, "tea", "milk");
    const listOf = ({ model, request }: typeof shop, basket: readonly string[]) =>
      recommend(model, { ...request("nobody"), customerId: null, history: guestHistory(basket, model.totals.latest), baskets: Math.sign(basket.length) }).map(({ score }) => score);
    expect(listOf(shop, [])).toEqual(listOf(plain, []));
    expect(listOf(shop, ["tea"])[0] / listOf(plain, ["tea"])[0]).toBeCloseTo(Math.exp(3), 9);
  });

  it("gives a short list that a longer one begins with, and leaves what is far down where it was", () => {
    const listOf = (ranker: Ranker | undefined, limit: number): Recommendation[] => {
      const shop = smallShop(ranker);
      for (let i = 0; i < 90; i++) for (let times = 0; times <= i % 7; times++) shop.buy(`other-${times}`, i, `product-${i}`, "tea");
      shop.buy("ann", 91, "tea");
      return recommend(shop.model, shop.request("ann", { limit }));
    };
    const idsOf = (list: readonly Recommendation[]): string[] => list.map(({ productId }) => productId);
    const ranker = stump("popularity", 0.02, [1, -1]);
    const [ranked, byScoreAlone] = [listOf(ranker, 80), listOf(undefined, 80)];

    expect(listOf(ranker, 10)).toEqual(ranked.slice(0, 10));
    expect(idsOf(ranked)).not.toEqual(idsOf(byScoreAlone));
    expect(idsOf(ranked).slice(RERANKED)).toEqual(idsOf(byScoreAlone).slice(RERANKED));
    expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).sort((a, b) => b - a));
  });
});
