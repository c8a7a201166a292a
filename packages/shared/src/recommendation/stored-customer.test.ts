import { expect, it } from "vitest";
import type { Cause, CauseItem } from "../events/customer-update.ts";
import { productsBefore } from "./stored-customer.ts";

const item = (productId: string, [prevCount, prevLast, count]: readonly [number, number, number]): CauseItem => ({ productId, quantity: 1, prevCount, prevLast, count });
const cause = (type: Cause["type"], ...items: CauseItem[]): Cause => ({ type, orderId: "o", time: 900, items });
const after = {
  items: {
    list: [
      { productId: "new", last: 900 },
      { productId: "kept", last: 100 },
      { productId: "again", last: 900 },
    ],
  },
};

it("are those at the end of the record when nothing came later", () => {
  expect(productsBefore(after, []).map(({ productId }) => productId)).toEqual(["kept", "again", "new"]);
});

it("lack what was bought later for the first time, and have the last purchase of before", () => {
  const later = [cause("purchase", item("again", [1, 300, 2])), cause("purchase", item("new", [0, 0, 1]), item("again", [2, 800, 3]))];
  expect(productsBefore(after, later)).toEqual([
    { productId: "kept", last: 100 },
    { productId: "again", last: 300 },
  ]);
});

it("have what was given back later", () => {
  expect(productsBefore(after, [cause("return", item("gone", [2, 500, 0]))])).toContainEqual({ productId: "gone", last: 500 });
});

it("are none before an erasure", () => {
  expect(productsBefore(after, [cause("erase")])).toEqual([]);
});
