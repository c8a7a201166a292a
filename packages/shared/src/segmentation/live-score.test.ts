import { describe, expect, test } from "vitest";
import { aBuyer, aConfig, DAY, featuresNamed } from "../../../../test/segmentation.ts";
import { addSpend, NO_SPEND } from "../customers/decayed-spend.ts";
import type { CustomerSums } from "../customers/customer.ts";
import { applyModelRecord } from "./model-log.ts";
import { refitInput } from "./refit/schedule.ts";
import { applyCustomer } from "./segmenter.ts";
import { decodeSegmenter, encodeSegmenter } from "./segmenter-snapshot.ts";
import type { Segmenter } from "./segmenter-state.ts";
import { createSegmenter } from "./segmenter-state.ts";
import { customerView } from "./summary.ts";

const config = aConfig({ features: featuresNamed("spendingScore") });
const NOW = 20_000 * DAY;

function spender(id: string, money: number, profile: CustomerSums["profile"] = {}): CustomerSums {
  return { ...aBuyer(id, { now: NOW, days: 1, orders: 1, money }), spend: money === 0 ? NO_SPEND : addSpend(NO_SPEND, 100 * money, NOW), profile };
}
const told = (segmenter: Segmenter, customer: CustomerSums): void => void applyCustomer(segmenter, customer, { customerId: customer.customerId, cause: "purchase", now: NOW });
const scoreOf = (segmenter: Segmenter, id: string): unknown => customerView(segmenter, id)?.features["spendingScore"];
const sweep = (segmenter: Segmenter): void => void applyModelRecord(segmenter, { schema: 1, type: "sweep", time: NOW + DAY });

function shop(): Segmenter {
  const segmenter = createSegmenter(config);
  for (let at = 1; at <= 100; at++) told(segmenter, spender(`c${at}`, 10 * 1.1 ** at));
  return segmenter;
}

describe("a spending score that nobody has given", () => {
  test("is the rank of the customer's spend, brought up to date for all by the sweep and for a fit", () => {
    const segmenter = shop();
    expect(Array.from(refitInput(segmenter).values)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    // At the time of their purchase all had more than anybody before them.
    expect(scoreOf(segmenter, "c50")).toBe(100);
    sweep(segmenter);
    expect([1, 50, 100].map((at) => scoreOf(segmenter, `c${at}`))).toEqual([1, 50, 100]);
  });

  test("is not known without spend", () => {
    const segmenter = shop();
    told(segmenter, spender("nothing", 0));
    expect(scoreOf(segmenter, "nothing")).toBeNull();
  });

  test("no longer counts who has been erased", () => {
    const segmenter = shop();
    for (let at = 51; at <= 100; at++) applyCustomer(segmenter, null, { customerId: `c${at}`, cause: "erase", now: NOW });
    sweep(segmenter);
    expect([1, 25, 50].map((at) => scoreOf(segmenter, `c${at}`))).toEqual([2, 50, 100]);
  });

  test("is the same after a snapshot", () => {
    const segmenter = shop();
    const restored = decodeSegmenter(config, encodeSegmenter(segmenter));
    if (restored === null) throw new Error("the snapshot is of no use");
    for (const each of [segmenter, restored]) {
      told(each, spender("late", 500));
      sweep(each);
    }
    expect(Array.from(restored.table.raw)).toEqual(Array.from(segmenter.table.raw.subarray(0, restored.table.raw.length)));
  });
});

describe("a spending score of the profile", () => {
  test("stands as it is given, also at a sweep, and ranks with nobody", () => {
    const segmenter = shop();
    told(segmenter, spender("given", 1_000_000, { spendingScore: { value: 37.5, time: 0 } }));
    sweep(segmenter);
    expect(["given", "c100"].map((id) => scoreOf(segmenter, id))).toEqual([37.5, 100]);
  });

  test("gives way to the rank once it is taken back", () => {
    const segmenter = shop();
    told(segmenter, spender("given", 1_000_000, { spendingScore: { value: 37.5, time: 0 } }));
    told(segmenter, spender("given", 1_000_000, { spendingScore: { value: null, time: 1 } }));
    expect(scoreOf(segmenter, "given")).toBe(100);
  });
});
