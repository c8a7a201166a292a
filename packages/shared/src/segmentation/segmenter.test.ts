import { describe, expect, test } from "vitest";
import { aCustomerWith } from "../../../../test/data.ts";
import { aConfig, aged, featuresNamed, put, serving } from "../../../../test/segmentation.ts";
import type { CustomerSums } from "../customers/customer.ts";
import type { SegmentModelsRecord } from "../events/segments.ts";
import { applyModelRecord } from "./model-log.ts";
import { afterSweep, applyCustomer, endOfMicroBatch, moveCentroids } from "./segmenter.ts";
import type { Segmenter } from "./segmenter-state.ts";
import { createSegmenter } from "./segmenter-state.ts";
import { customerView, summaryOf } from "./summary.ts";

describe("a customer", () => {
  test("is in no segment before there is a model", () => {
    const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));

    expect(put(segmenter, aged("c1", 3))).toBeNull();
    expect(summaryOf(segmenter)).toMatchObject({ modelVersion: null, totals: { customers: 1, unsegmented: 1 }, segments: [], drift: [] });
  });

  test("joins the nearest segment, to be stored and published", () => {
    expect(put(serving(), aged("c1", 8), 77)).toEqual({
      customerId: "c1",
      assignment: { segmentId: "seg-2", modelVersion: "behaviour-1.0" },
      change: {
        schema: 1,
        customerId: "c1",
        segmentation: "behaviour",
        from: null,
        to: "seg-2",
        modelVersion: "behaviour-1.0",
        cause: "profile",
        time: 77,
      },
    });
  });

  test("asks for nothing while nothing changes", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 8));

    expect(put(segmenter, aged("c1", 9))).toBeNull();
  });

  test("changes its published segment only for one that is nearer by 5 %", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 4));

    // d = 4.88 against 5.12: nearer by 4.7 %; then 4.87 against 5.13: by 5.1 %.
    expect(put(segmenter, aged("c1", 5.12))).toBeNull();
    expect(put(segmenter, aged("c1", 5.13))).toMatchObject({ change: { from: "seg-1", to: "seg-2" } });
  });

  test("counts for the nearest slot all the same, so that hysteresis does not bend the centroids", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 4));
    put(segmenter, aged("c1", 5.12));

    expect(Array.from(segmenter.live?.statistics.count ?? [])).toEqual([0, 1]);
    expect(summaryOf(segmenter).segments.map(({ size }) => size)).toEqual([1, 0]);
  });

  test("of whom nothing is known any more leaves its segment", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 8));

    expect(put(segmenter, aged("c1", null))).toMatchObject({ assignment: null, change: { from: "seg-2", to: null } });
    expect(put(segmenter, aged("c1", null))).toBeNull();
    expect(summaryOf(segmenter)).toMatchObject({ totals: { customers: 1, unsegmented: 1 } });
    expect(put(segmenter, aged("c1", 8))).toMatchObject({ assignment: { segmentId: "seg-2" } });
  });

  test("is gone once erased, and its place is taken by another", () => {
    const segmenter = serving();
    for (const [id, age] of [["c1", 1], ["c2", 9], ["c3", 8]] as const) put(segmenter, aged(id, age));

    const effect = applyCustomer(segmenter, null, { customerId: "c1", cause: "erase", now: 5 });

    expect(effect).toMatchObject({ customerId: "c1", assignment: null, change: { from: "seg-1", to: null, cause: "erase", time: 5 } });
    expect(customerView(segmenter, "c1")).toBeNull();
    expect(customerView(segmenter, "c3")).toEqual({ segmentId: "seg-2", features: { age: 8 }, scaled: { age: 8 } });
    expect(segmenter.table.ids).toEqual(["c3", "c2"]);
    expect(summaryOf(segmenter).segments.map(({ size, means }) => [size, means])).toEqual([[0, [null]], [2, [8.5]]]);
    expect(applyCustomer(segmenter, null, { customerId: "c1", cause: "erase", now: 5 })).toBeNull();
  });

  test("does not make time run backwards", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 1), 100);

    expect(put(segmenter, aged("c2", 1), 50)).toMatchObject({ change: { time: 100 } });
  });
});

test("totals are those of the customers who are there, in the money of each", () => {
  const segmenter = createSegmenter(aConfig());
  const buy = (customerId: string, sums: Partial<CustomerSums>) =>
    applyCustomer(segmenter, aCustomerWith({ customerId, ...sums }), { customerId, cause: "purchase", now: 0 });
  buy("c1", { orders: 1, gross: 100 });
  buy("c1", { orders: 2, gross: 250, returned: 50 });
  buy("c2", { orders: 1, gross: 300, currency: "JPY" });
  buy("c3", { orders: 5, gross: 999 });
  applyCustomer(segmenter, null, { customerId: "c3", cause: "erase", now: 0 });

  expect(segmenter.table.currencies).toEqual(["GBP", "JPY"]);
  expect(summaryOf(segmenter).totals).toEqual({ customers: 2, unsegmented: 2, orders: 3, revenue: 302.5, currency: null });
});

describe("centroids", () => {
  const crowd = (segmenter: Segmenter, ages: readonly number[]): void => ages.forEach((age, at) => void put(segmenter, aged(`c${at}`, age)));
  const FIFTY = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? 1 : 9));

  test("are published at the means once enough customers have changed and they are far enough off", () => {
    const segmenter = serving();
    crowd(segmenter, FIFTY.slice(1));
    expect(endOfMicroBatch(segmenter)).toBeNull();
    crowd(segmenter, FIFTY);

    expect(endOfMicroBatch(segmenter)).toEqual({
      schema: 1,
      type: "moved",
      segmentation: "behaviour",
      version: "behaviour-1",
      minor: 1,
      centroids: [[1], [9]],
      time: 0,
    });
  });

  test("are left alone where they are nearly right", () => {
    const segmenter = serving();
    crowd(segmenter, FIFTY.map((age) => (age === 1 ? 0.009 : 10)));

    expect(endOfMicroBatch(segmenter)).toBeNull();
    expect(moveCentroids(segmenter)).toMatchObject({ minor: 1, centroids: [[expect.closeTo(0.009, 6)], [10]] });
  });

  test("move by the record only, and then every label names the new version when next looked at", () => {
    const segmenter = serving();
    crowd(segmenter, FIFTY);
    const moved = endOfMicroBatch(segmenter);
    if (moved === null) throw new Error("nothing has moved");

    expect(put(segmenter, aged("c0", 5))).toBeNull();
    expect(applyModelRecord(segmenter, moved)).toEqual([]);

    expect(put(segmenter, aged("c0", 1))).toMatchObject({ assignment: { segmentId: "seg-1", modelVersion: "behaviour-1.1" }, change: null });
    expect(put(segmenter, aged("c0", 1))).toBeNull();
    put(segmenter, aged("c0", 3));
    expect(endOfMicroBatch(segmenter)).toBeNull();
    expect(moveCentroids(segmenter)).toMatchObject({ minor: 2, centroids: [[expect.closeTo(1.08, 6)], [9]] });
  });

  test("a repeated, overtaken or foreign move is void", () => {
    const segmenter = serving();
    const move = { schema: 1, type: "moved", segmentation: "behaviour", version: "behaviour-1", minor: 1, centroids: [[2], [8]], time: 0 } as const;

    applyModelRecord(segmenter, { ...move, minor: 2 });
    applyModelRecord(segmenter, { ...move, version: "behaviour-0" });
    applyModelRecord(segmenter, { ...move, segmentation: "taste" });
    expect(summaryOf(segmenter).modelVersion).toBe("behaviour-1.0");

    applyModelRecord(segmenter, move);
    applyModelRecord(segmenter, { ...move, centroids: [[3], [3]] });
    expect(summaryOf(segmenter)).toMatchObject({ modelVersion: "behaviour-1.1", model: { segments: [{ centroid: [2] }, { centroid: [8] }] } });
  });

  test("stay where hardly anybody is", () => {
    const segmenter = serving();
    crowd(segmenter, [...new Array<number>(46).fill(1), 9, 9, 9, 9]);

    expect(endOfMicroBatch(segmenter)).toMatchObject({ centroids: [[1], [10]] });
  });
});

describe("after a sweep", () => {
  /** Between the segments at 0 and 10, so that centroids and customers pull each other along. */
  const AGES = [0, 1, 2, 4, 5.5, 6, 7, 10, 11, 12, 13, 14];
  const first = { schema: 1, type: "sweep", time: 0 } as const;

  test("centroids and customers settle in rounds, in the log", () => {
    const segmenter = serving();
    AGES.forEach((age, at) => void put(segmenter, aged(`c${at}`, age)));
    applyModelRecord(segmenter, first);

    const [moved, again] = afterSweep(segmenter, first);

    expect(moved).toMatchObject({ type: "moved", minor: 1 });
    expect(again).toEqual({ schema: 1, type: "sweep", time: 0, round: 1 });
  });

  test("at most three times, and not where nothing has moved", () => {
    const segmenter = serving();
    expect(afterSweep(segmenter, first)).toEqual([]);
    AGES.forEach((age, at) => void put(segmenter, aged(`c${at}`, age)));
    const rounds = [];
    for (let records: readonly SegmentModelsRecord[] = [first]; records.length > 0; ) {
      for (const record of records) applyModelRecord(segmenter, record);
      const last = records.at(-1);
      records = last?.type === "sweep" ? afterSweep(segmenter, last) : [];
      rounds.push(records.length);
    }

    expect(rounds.length).toBeLessThanOrEqual(4);
    expect(rounds.at(-1)).toBe(0);
    const centroids = Array.from(segmenter.live?.centroids.values ?? []);
    expect(centroids[1] - centroids[0]).toBeGreaterThan(5);
  });

  test("drift is looked at once, in the first round", () => {
    const segmenter = serving();
    AGES.forEach((age, at) => void put(segmenter, aged(`c${at}`, age)));
    applyModelRecord(segmenter, first);
    applyModelRecord(segmenter, { ...first, round: 1 });

    expect(segmenter.watch.lastDay.updates).toBe(AGES.length);
  });
});
