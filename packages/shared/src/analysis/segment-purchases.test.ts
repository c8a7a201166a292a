import { expect, test } from "vitest";
import { boughtMore } from "./segment-purchases.ts";

test("what a segment buys more than others comes by how sure that is, not by lift alone", () => {
  const [first, second] = boughtMore({
    orders: [100, 300],
    products: [
      { productId: "common", title: "Common", bySegment: [50, 60] },
      { productId: "rare", bySegment: [5, 0] },
      { productId: "chance", bySegment: [4, 0] },
      { productId: "others", bySegment: [5, 150] },
    ],
  });

  // 110 of all 400 orders hold the first: a share of .5 is 1.82 times as much.
  expect(first).toEqual([
    { productId: "common", title: "Common", orders: 50, share: 0.5, shareElsewhere: 0.2, lift: expect.closeTo(0.5 / 0.275, 12) },
    { productId: "rare", orders: 5, share: 0.05, shareElsewhere: 0, lift: expect.closeTo(4, 12) },
  ]);
  expect(second.map(({ productId }) => productId)).toEqual(["others"]);
});

test("a single segment buys nothing more than others", () => {
  expect(boughtMore({ orders: [10], products: [{ productId: "a", bySegment: [9] }] })).toEqual([[]]);
});
