import { describe, expect, it } from "vitest";
import { affordableSampling } from "./sampling.ts";
import type { Usage } from "./sampling.ts";

const PREDICTION = 0.5;

/** Two minutes of a shop whose process spends `perOrder` milliseconds on an order without its prediction, beside 10 ms a second on nothing. */
function shopOf({ ordersPerSecond, perOrder }: { readonly ordersPerSecond: number; readonly perOrder: number }): { readonly predicted: number; readonly cost: number } {
  let usage: Usage = { wall: 0, cpu: 0 };
  const pass = (wall: number, cpu: number): void => void (usage = { wall: usage.wall + wall, cpu: usage.cpu + cpu });
  const sampling = affordableSampling(() => usage);
  const total = { orders: 0, predicted: 0, cpu: 0 };
  // The process of after the first half minute, which it needs to find its share.
  for (let order = 0; order < 120 * ordersPerSecond; order++) {
    const isSettled = order >= 30 * ordersPerSecond;
    const share = sampling.share();
    // The fraction of an order stands for the sample.
    pass(1_000 / ordersPerSecond, perOrder + 10 / ordersPerSecond + share * PREDICTION);
    sampling.spend(share * PREDICTION);
    if (!isSettled) continue;
    total.orders++;
    total.predicted += share;
    total.cpu += perOrder + 10 / ordersPerSecond;
  }
  return { predicted: total.predicted / total.orders, cost: (total.predicted * PREDICTION) / total.cpu };
}

describe("the share of orders that is predicted", () => {
  it("is all of them where that costs next to nothing", () => {
    expect(shopOf({ ordersPerSecond: 0.5, perOrder: 0.5 }).predicted).toBe(1);
  });

  it.each([5, 50, 2_000])("at %i orders a second costs no more than a tenth, and not much less", (ordersPerSecond) => {
    const { cost } = shopOf({ ordersPerSecond, perOrder: 0.3 });
    expect(cost).toBeLessThan(0.1);
    expect(cost).toBeGreaterThan(0.05);
  });

  it("falls within a look when a backlog comes after a quiet time", () => {
    let usage: Usage = { wall: 0, cpu: 0 };
    const sampling = affordableSampling(() => usage);
    for (let order = 0; order < 20; order++) {
      usage = { wall: usage.wall + 10_000, cpu: usage.cpu + 100 };
      sampling.share();
      sampling.spend(PREDICTION);
    }
    expect(sampling.share()).toBe(1);
    // A quarter of a second of two cores that do nothing but predict.
    usage = { wall: usage.wall + 250, cpu: usage.cpu + 400 };
    sampling.spend(250);
    expect(sampling.share()).toBeLessThan(0.1);
  });
});
