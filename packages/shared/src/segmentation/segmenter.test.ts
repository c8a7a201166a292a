import { describe, expect, test } from "vitest";
import { aConfig, aModel, DAY, featuresNamed } from "../../../../test/segmentation.ts";
import type { CustomerSums } from "../customers/customer.ts";
import { aCustomerWith } from "../../../../test/data.ts";
import { applyModelRecord } from "./model-log.ts";
import type { SegmentModel } from "./model.ts";
import { applyCustomer, endOfMicroBatch, moveCentroids } from "./segmenter.ts";
import type { Segmenter } from "./segmenter-state.ts";
import { createSegmenter } from "./segmenter-state.ts";
import { customerView, summaryOf } from "./summary.ts";

const config = aConfig({ features: featuresNamed("age") });
const aged = (customerId: string, age: number | null): CustomerSums =>
  aCustomerWith({ customerId, profile: age === null ? {} : { age: { value: age, time: 0 } } });
const put = (segmenter: Segmenter, customerId: string, age: number | null, now = 0) =>
  applyCustomer(segmenter, aged(customerId, age), { customerId, cause: "profile", now });
const adopted = (model: SegmentModel, time = 0) => ({ schema: 1, type: "model", model, status: "adopted", time }) as const;

/** A segmenter that serves segments at 0 and 10. */
function serving(): Segmenter {
  const segmenter = createSegmenter(config);
  applyModelRecord(segmenter, adopted(aModel([0, 10])));
  return segmenter;
}

describe("a customer", () => {
  test("is in no segment before there is a model", () => {
    const segmenter = createSegmenter(config);

    expect(put(segmenter, "c1", 3)).toBeNull();
    expect(summaryOf(segmenter)).toMatchObject({ modelVersion: null, totals: { customers: 1, unsegmented: 1 }, segments: [], drift: null });
  });

  test("joins the nearest segment, to be stored and published", () => {
    expect(put(serving(), "c1", 8, 77)).toEqual({
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
    put(segmenter, "c1", 8);

    expect(put(segmenter, "c1", 9)).toBeNull();
  });

  test("changes its published segment only for one that is nearer by 5 %", () => {
    const segmenter = serving();
    put(segmenter, "c1", 4);

    // d = 4.88 against 5.12: nearer by 4.7 %; then 4.87 against 5.13: by 5.1 %.
    expect(put(segmenter, "c1", 5.12)).toBeNull();
    expect(put(segmenter, "c1", 5.13)).toMatchObject({ change: { from: "seg-1", to: "seg-2" } });
  });

  test("counts for the nearest slot all the same, so that hysteresis does not bend the centroids", () => {
    const segmenter = serving();
    put(segmenter, "c1", 4);
    put(segmenter, "c1", 5.12);

    expect(Array.from(segmenter.live?.statistics.count ?? [])).toEqual([0, 1]);
    expect(summaryOf(segmenter).segments.map(({ size }) => size)).toEqual([1, 0]);
  });

  test("of whom nothing is known any more leaves its segment", () => {
    const segmenter = serving();
    put(segmenter, "c1", 8);

    expect(put(segmenter, "c1", null)).toMatchObject({ assignment: null, change: { from: "seg-2", to: null } });
    expect(put(segmenter, "c1", null)).toBeNull();
    expect(summaryOf(segmenter)).toMatchObject({ totals: { customers: 1, unsegmented: 1 } });
    expect(put(segmenter, "c1", 8)).toMatchObject({ assignment: { segmentId: "seg-2" } });
  });

  test("is gone once erased, and its place is taken by another", () => {
    const segmenter = serving();
    for (const [id, age] of [["c1", 1], ["c2", 9], ["c3", 8]] as const) put(segmenter, id, age);

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
    put(segmenter, "c1", 1, 100);

    expect(put(segmenter, "c2", 1, 50)).toMatchObject({ change: { time: 100 } });
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

  expect(summaryOf(segmenter).totals).toEqual({ customers: 2, unsegmented: 2, orders: 3, revenue: 302.5 });
});

describe("centroids", () => {
  const crowd = (segmenter: Segmenter, ages: readonly number[]): void => ages.forEach((age, at) => void put(segmenter, `c${at}`, age));
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

    expect(put(segmenter, "c0", 5)).toBeNull();
    expect(applyModelRecord(segmenter, moved)).toEqual([]);

    expect(put(segmenter, "c0", 1)).toMatchObject({ assignment: { segmentId: "seg-1", modelVersion: "behaviour-1.1" }, change: null });
    expect(put(segmenter, "c0", 1)).toBeNull();
    expect(endOfMicroBatch(segmenter)).toBeNull();
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

describe("a new model", () => {
  const NEXT = aModel([0, 4, 10], { version: "behaviour-2", major: 2 });

  test("puts everybody where they belong, keeping segments by id", () => {
    const segmenter = serving();
    put(segmenter, "c1", 4.5);
    put(segmenter, "c2", 9);
    const [first, second, third] = NEXT.segments;
    const model = { ...NEXT, segments: [{ ...second, id: "seg-2", centroid: [10] }, { ...third, id: "seg-3", centroid: [4] }, first] };

    const effects = applyModelRecord(segmenter, adopted(model, 9));

    expect(effects).toEqual([
      expect.objectContaining({
        customerId: "c1",
        assignment: { segmentId: "seg-3", modelVersion: "behaviour-2.0" },
        change: expect.objectContaining({ from: "seg-1", to: "seg-3", cause: "refit", time: 9 }),
      }),
      { customerId: "c2", assignment: { segmentId: "seg-2", modelVersion: "behaviour-2.0" }, change: null },
    ]);
  });

  test("leaves a label that is nearly as good", () => {
    const segmenter = serving();
    put(segmenter, "c1", 2.04);

    applyModelRecord(segmenter, adopted(NEXT));

    expect(customerView(segmenter, "c1")?.segmentId).toBe("seg-1");
    expect(Array.from(segmenter.live?.statistics.count ?? [])).toEqual([0, 1, 0]);
  });

  test("says from where people come whose segment is no more", () => {
    const segmenter = serving();
    put(segmenter, "c1", 9);
    const model = aModel([10], { version: "behaviour-2", major: 2 });

    const [effect] = applyModelRecord(segmenter, adopted({ ...model, segments: [{ ...model.segments[0], id: "seg-9" }] }));

    expect(effect.change).toMatchObject({ from: "seg-2", to: "seg-9" });
  });

  test("waits as a candidate until it is adopted, or is dropped", () => {
    const segmenter = serving();
    put(segmenter, "c1", 4.5);
    const candidate = { schema: 1, type: "model", model: NEXT, status: "candidate", time: 0 } as const;
    const verdict = (type: "adopted" | "rejected", version = "behaviour-2") =>
      applyModelRecord(segmenter, { schema: 1, type, segmentation: "behaviour", version, time: 0 });

    expect(applyModelRecord(segmenter, candidate)).toEqual([]);
    expect(summaryOf(segmenter)).toMatchObject({ modelVersion: "behaviour-1.0", candidate: { version: "behaviour-2" } });
    expect(verdict("adopted", "behaviour-3")).toEqual([]);
    verdict("rejected");
    expect(verdict("adopted")).toEqual([]);

    applyModelRecord(segmenter, candidate);
    expect(verdict("adopted")).toMatchObject([{ change: { to: "seg-2" } }]);
    expect(summaryOf(segmenter)).toMatchObject({ modelVersion: "behaviour-2.0", candidate: null });
  });

  test("of other features is history: only its numbers stay taken", () => {
    const segmenter = createSegmenter(config);

    applyModelRecord(segmenter, adopted(aModel([0], { features: ["recency"], major: 7, nextSegmentNumber: 30 })));

    expect(segmenter).toMatchObject({ live: null, nextMajor: 8, nextSegmentNumber: 30 });
  });

  test("of the other segmentation is none of ours", () => {
    const segmenter = createSegmenter(config);

    applyModelRecord(segmenter, adopted(aModel([0], { segmentation: "taste", major: 7 })));

    expect(segmenter).toMatchObject({ live: null, nextMajor: 1 });
  });
});

describe("a name given by hand", () => {
  const rename = { schema: 1, type: "renamed", segmentId: "seg-2", name: "Our stars", time: 0 } as const;

  test("is shown at once", () => {
    const segmenter = serving();

    applyModelRecord(segmenter, rename);

    expect(summaryOf(segmenter).segments.map(({ segment }) => [segment.name, segment.pinned])).toEqual([["Segment 1", false], ["Our stars", true]]);
  });

  test("outlives a model that was fitted before and arrives after", () => {
    const segmenter = serving();
    applyModelRecord(segmenter, rename);

    applyModelRecord(segmenter, adopted(aModel([0, 10], { version: "behaviour-2", major: 2 })));

    expect(summaryOf(segmenter).segments[1].segment).toMatchObject({ id: "seg-2", name: "Our stars", pinned: true });
  });

  test("is given to a waiting candidate too", () => {
    const segmenter = serving();
    applyModelRecord(segmenter, { schema: 1, type: "model", model: aModel([0, 10], { version: "behaviour-2", major: 2 }), status: "candidate", time: 0 });

    applyModelRecord(segmenter, rename);

    expect(segmenter.candidate?.segments[1].name).toBe("Our stars");
  });
});

describe("a sweep", () => {
  const recency = aConfig({ features: featuresNamed("recency"), context: featuresNamed("age") });
  const buyer = aCustomerWith({ customerId: "c1", orders: 1, lastTime: 0, profile: { age: { value: 30, time: 0 } } });
  const model = aModel([0, 10], { features: ["recency"], context: ["age"] });

  test("brings idle customers up to now, and what does not age stays", () => {
    const segmenter = createSegmenter(recency);
    applyModelRecord(segmenter, adopted(model));
    applyCustomer(segmenter, buyer, { customerId: "c1", cause: "purchase", now: DAY });
    expect(customerView(segmenter, "c1")).toMatchObject({ segmentId: "seg-1", features: { recency: 1, age: 30 } });

    const effects = applyModelRecord(segmenter, { schema: 1, type: "sweep", time: 9.5 * DAY });

    expect(effects).toMatchObject([{ change: { from: "seg-1", to: "seg-2", cause: "sweep", time: 9.5 * DAY } }]);
    expect(customerView(segmenter, "c1")).toMatchObject({ features: { recency: 9, age: 30 } });
    expect(applyModelRecord(segmenter, { schema: 1, type: "sweep", time: 9.6 * DAY })).toEqual([]);
  });

  test("renews labels that name an older version", () => {
    const segmenter = createSegmenter(recency);
    applyModelRecord(segmenter, adopted(model));
    applyCustomer(segmenter, buyer, { customerId: "c1", cause: "purchase", now: 0 });
    applyModelRecord(segmenter, { schema: 1, type: "moved", segmentation: "behaviour", version: "behaviour-1", minor: 1, centroids: [[1], [9]], time: 0 });

    expect(applyModelRecord(segmenter, { schema: 1, type: "sweep", time: 0 })).toEqual([
      { customerId: "c1", assignment: { segmentId: "seg-1", modelVersion: "behaviour-1.1" }, change: null },
    ]);
  });
});
