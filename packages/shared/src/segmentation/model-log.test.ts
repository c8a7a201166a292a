import { describe, expect, test } from "vitest";
import { aConfig, aModel, aged, DAY, featuresNamed, put, serving } from "../../../../test/segmentation.ts";
import { aCustomerWith } from "../../../../test/data.ts";
import { applyModelRecord } from "./model-log.ts";
import type { SegmentModel } from "./model.ts";
import { applyCustomer } from "./segmenter.ts";
import { createSegmenter } from "./segmenter-state.ts";
import { customerView, summaryOf } from "./summary.ts";

const adopted = (model: SegmentModel, time = 0) => ({ schema: 1, type: "model", model, status: "adopted", time }) as const;

describe("a new model", () => {
  const NEXT = aModel([0, 4, 10], { version: "behaviour-2", major: 2 });

  test("puts everybody where they belong, keeping segments by id", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 4.5));
    put(segmenter, aged("c2", 9));
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
    put(segmenter, aged("c1", 2.04));

    applyModelRecord(segmenter, adopted(NEXT));

    expect(customerView(segmenter, "c1")?.segmentId).toBe("seg-1");
    expect(Array.from(segmenter.live?.statistics.count ?? [])).toEqual([0, 1, 0]);
  });

  test("says from where people come whose segment is no more", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 9));
    const model = aModel([10], { version: "behaviour-2", major: 2 });

    const [effect] = applyModelRecord(segmenter, adopted({ ...model, segments: [{ ...model.segments[0], id: "seg-9" }] }));

    expect(effect.change).toMatchObject({ from: "seg-2", to: "seg-9" });
  });

  test("waits as a candidate until it is adopted, or is dropped", () => {
    const segmenter = serving();
    put(segmenter, aged("c1", 4.5));
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
    const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));

    applyModelRecord(segmenter, adopted(aModel([0], { features: ["recency"], major: 7, nextSegmentNumber: 30 })));

    expect(segmenter).toMatchObject({ live: null, nextMajor: 8, nextSegmentNumber: 30 });
  });

  test("of the other segmentation is none of ours", () => {
    const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));

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
  const recency = aConfig({ features: featuresNamed("recency"), context: featuresNamed("age", "tenure") });
  const buyer = aCustomerWith({ customerId: "c1", orders: 1, firstTime: DAY, lastTime: 2 * DAY, profile: { age: { value: 30, time: 0 } } });
  const model = aModel([0, 10], { features: ["recency"], context: ["age", "tenure"] });

  test("brings idle customers up to now, and what does not age stays", () => {
    const segmenter = createSegmenter(recency);
    applyModelRecord(segmenter, adopted(model));
    applyCustomer(segmenter, buyer, { customerId: "c1", cause: "purchase", now: 3 * DAY });
    expect(customerView(segmenter, "c1")).toMatchObject({ segmentId: "seg-1", features: { recency: 1, age: 30, tenure: 2 } });

    const effects = applyModelRecord(segmenter, { schema: 1, type: "sweep", time: 11.5 * DAY });

    expect(effects).toMatchObject([{ change: { from: "seg-1", to: "seg-2", cause: "sweep", time: 11.5 * DAY } }]);
    expect(customerView(segmenter, "c1")).toMatchObject({ features: { recency: 9, age: 30, tenure: 10 } });
    expect(applyModelRecord(segmenter, { schema: 1, type: "sweep", time: 11.6 * DAY })).toEqual([]);
    expect(Array.from(segmenter.live?.statistics.count ?? [])).toEqual([0, 1]);
    expect(summaryOf(segmenter).segments.map(({ size }) => size)).toEqual([0, 1]);
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
