import { describe, expect, it } from "vitest";
import { countBuyers, liftOf, liftedProducts } from "./segment-buyers.ts";

const many = (count: number, segment: string, products: readonly string[]) => Array.from({ length: count }, () => ({ segment, products }));

describe("who buys what", () => {
  // 200 customers; tea: 60 of 100 in a, 20 of 100 in b, so 40 % of all.
  const counts = countBuyers([...many(60, "a", ["tea"]), ...many(40, "a", ["bread"]), ...many(20, "b", ["tea", "bread"]), ...many(76, "b", []), ...many(4, "b", ["rare"])]);

  it("is a share of the segment's customers, and its ratio to everybody's, drawn towards 1", () => {
    // (60 + 20 x 0.4) / 120 / 0.4
    expect(liftOf(counts, "a", "tea")).toEqual({ productId: "tea", share: 0.6, lift: expect.closeTo(1.4167, 4) });
    // (20 + 8) / 120 / 0.4
    expect(liftOf(counts, "b", "tea").lift).toBeCloseTo(0.5833, 4);
    expect(liftOf(counts, "b", "nothing")).toEqual({ productId: "nothing", share: 0, lift: 0 });
    expect(liftOf(counts, "gone", "tea").lift).toBe(1);
  });

  it("names the products of a segment by lift, without what hardly anybody bought", () => {
    expect(liftedProducts(counts, "a").map(({ productId }) => productId)).toEqual(["tea", "bread"]);
    expect(liftedProducts(counts, "b").map(({ productId }) => productId)).not.toContain("rare");
    expect(liftedProducts(counts, "gone")).toEqual([]);
  });
});
