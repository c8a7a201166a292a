import { describe, expect, test } from "vitest";
import { aCustomerWith } from "../../../../../test/data.ts";
import { aBuyer, aConfig, aModel, DAY, featuresNamed, fitted } from "../../../../../test/segmentation.ts";
import type { RefitReason, SegmentModel } from "../model.ts";
import { applyModelRecord } from "../model-log.ts";
import { refitDue, refitInput, statusFor, sweepDue } from "./schedule.ts";
import { applyCustomer } from "../segmenter.ts";
import type { Segmenter } from "../segmenter-state.ts";
import { createSegmenter } from "../segmenter-state.ts";
import { summaryOf } from "../summary.ts";

const config = aConfig({ features: featuresNamed("age") });
const crowd = (segmenter: Segmenter, ages: readonly number[]): void =>
  ages.forEach((age, at) => {
    const customerId = `c${at}`;
    applyCustomer(segmenter, aCustomerWith({ customerId, profile: { age: { value: age, time: 0 } } }), { customerId, cause: "profile", now: 0 });
  });
const ages = (n: number, of: (at: number) => number): number[] => Array.from({ length: n }, (_, at) => of(at));
/** Around the centroids 1 and 9, one away. */
const evenly = (at: number): number => [0, 8, 2, 10][at % 4];
/** As evenly, two away. */
const widely = (at: number): number => [-1, 7, 3, 11][at % 4];
const sweep = (segmenter: Segmenter, day: number) => applyModelRecord(segmenter, { schema: 1, type: "sweep", time: day * DAY });

function serving(customers: number): Segmenter {
  const segmenter = createSegmenter(config);
  crowd(segmenter, ages(customers, evenly));
  const model = aModel([1, 9], { customers, inertia: customers });
  const segments = model.segments.map((segment) => ({ ...segment, size: customers / 2 }));
  applyModelRecord(segmenter, { schema: 1, type: "model", model: { ...model, segments }, status: "adopted", time: 0 });
  return segmenter;
}

describe("a refit is due", () => {
  test("first when there are customers enough", () => {
    const segmenter = createSegmenter(config);
    crowd(segmenter, ages(19, evenly));
    expect(refitDue(segmenter, 0)).toBeNull();
    crowd(segmenter, ages(20, evenly));

    expect(refitDue(segmenter, 0)).toBe("first");
  });

  test("after a week of stream time", () => {
    const segmenter = serving(40);

    expect(refitDue(segmenter, 7 * DAY - 1)).toBeNull();
    expect(refitDue(segmenter, 7 * DAY)).toBe("timer");
  });

  test("when the customers have doubled", () => {
    const segmenter = serving(40);
    crowd(segmenter, ages(79, evenly));
    expect(refitDue(segmenter, 0)).toBeNull();
    crowd(segmenter, ages(80, evenly));

    expect(refitDue(segmenter, 0)).toBe("growth");
  });

  test("when somebody asks, until a model has come that was fitted for it", () => {
    const segmenter = serving(40);
    applyModelRecord(segmenter, { schema: 1, type: "refit-requested", segmentation: "behaviour", time: 0 });
    expect(refitDue(segmenter, 0)).toBe("requested");

    const fittedFor = (reason: RefitReason): SegmentModel => aModel([0, 10], { major: 2, customers: 40, reason });
    applyModelRecord(segmenter, { schema: 1, type: "model", model: fittedFor("timer"), status: "adopted", time: 0 });
    expect(refitDue(segmenter, 0)).toBe("requested");
    applyModelRecord(segmenter, { schema: 1, type: "model", model: fittedFor("requested"), status: "candidate", time: 0 });

    expect(refitDue(segmenter, 0)).toBeNull();
  });

  test.each([
    ["feature_psi", widely],
    ["psi", (at: number) => (at % 8 === 0 ? 1 : 9)],
  ])("for %s when two sweeps on end show it", (reason, later) => {
    const segmenter = serving(800);
    sweep(segmenter, 0);
    crowd(segmenter, ages(800, later));
    sweep(segmenter, 1);
    expect(refitDue(segmenter, DAY)).toBeNull();

    sweep(segmenter, 2);
    expect(refitDue(segmenter, 2 * DAY)).toBe(reason);
  });

  test("not for a sign that goes away", () => {
    const segmenter = serving(800);
    crowd(segmenter, ages(800, (at) => (at % 8 === 0 ? 1 : 9)));
    sweep(segmenter, 1);
    crowd(segmenter, ages(800, evenly));
    sweep(segmenter, 2);
    crowd(segmenter, ages(800, (at) => (at % 8 === 0 ? 1 : 9)));
    sweep(segmenter, 3);

    expect(refitDue(segmenter, 3 * DAY)).toBeNull();
  });
});

test("drift is 1 and 0 for the customers of the fit, and grows as they move away", () => {
  const segmenter = serving(800);
  const drift = (metric: string, segment?: string) => summaryOf(segmenter).drift.find((item) => item.metric === metric && (segment === undefined || item.segment === segment))?.value;
  expect([drift("inertia_ratio"), drift("psi"), drift("size_ratio"), drift("centroid_shift")]).toEqual([expect.closeTo(1, 4), 0, 0.5, 0]);

  crowd(segmenter, ages(800, (at) => (at % 4 === 0 ? 3 : 7)));

  expect(drift("inertia_ratio")).toBeCloseTo(4, 4);
  expect(drift("psi")).toBeCloseTo(0.25 * Math.log(3), 6);
  expect([drift("size_ratio", "seg-1"), drift("size_ratio", "seg-2")]).toEqual([0.25, 0.75]);
  // Both two away from where they were fitted, which is the distance of everybody too.
  expect([drift("centroid_shift", "seg-1"), drift("centroid_shift", "seg-2")]).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)]);
});

test("a sweep is due once per day of stream time, where there is anybody", () => {
  const segmenter = createSegmenter(config);
  expect(sweepDue(segmenter, 3 * DAY)).toBe(false);
  crowd(segmenter, [1]);
  expect(sweepDue(segmenter, 3 * DAY)).toBe(true);

  sweep(segmenter, 3.5);

  expect(sweepDue(segmenter, 4 * DAY - 1)).toBe(false);
  expect(sweepDue(segmenter, 4 * DAY)).toBe(true);
});

test("a model that changes the segment of more than a fifth of the customers waits until the next one agrees", () => {
  const segmenter = serving(40);
  const shaking = aModel([0, 10], { major: 2, churn: 0.21 });

  expect(statusFor(segmenter, aModel([0, 10], { churn: null }))).toBe("adopted");
  expect(statusFor(segmenter, aModel([0, 10], { churn: 0.2 }))).toBe("adopted");
  expect(statusFor(segmenter, shaking)).toBe("candidate");
  applyModelRecord(segmenter, { schema: 1, type: "model", model: shaking, status: "candidate", time: 0 });
  expect(statusFor(segmenter, aModel([10, 0], { major: 3, churn: 0.21 }))).toBe("adopted");
  expect(statusFor(segmenter, aModel([0, 40], { major: 3, churn: 0.21 }))).toBe("candidate");
});

describe("what a refit is given", () => {
  const segmenter = createSegmenter(aConfig({ features: featuresNamed("recency", "frequency"), context: featuresNamed("age") }));
  const buyer = (customerId: string, days: number) =>
    applyCustomer(segmenter, aBuyer(customerId, { now: 0, days, orders: days, money: 1 }), { customerId, cause: "purchase", now: 0 });

  test("is everybody as of now, though the state is older", () => {
    buyer("c1", 2);
    buyer("c2", 5);
    applyModelRecord(segmenter, { schema: 1, type: "refit-requested", segmentation: "behaviour", time: 10 * DAY });

    const input = refitInput(segmenter);

    expect(Array.from(input.values)).toEqual([12, 2, Number.NaN, 15, 5, Number.NaN]);
    expect(Array.from(segmenter.table.raw.slice(0, 6))).toEqual([2, 2, Number.NaN, 5, 5, Number.NaN]);
    expect(input).toMatchObject({ major: 1, nextSegmentNumber: 1, time: 10 * DAY, previous: null, clip: 3 });
    expect(input.features).toEqual([{ name: "recency", log: true }, { name: "frequency", log: true }]);
    expect(structuredClone(input)).toEqual(input);
  });

  test("makes a model that it goes on from", () => {
    for (let at = 0; at < 60; at++) buyer(`c${at}`, at < 30 ? 1 : 200 + (at % 5));
    const model = fitted(refitInput(segmenter));
    applyModelRecord(segmenter, { schema: 1, type: "model", model, status: "adopted", time: 10 * DAY });

    const next = refitInput(segmenter);

    expect(next).toMatchObject({ major: 2, nextSegmentNumber: model.nextSegmentNumber, previous: { version: "behaviour-1" } });
    expect(fitted(next)).toMatchObject({ version: "behaviour-2", churn: 0 });
  });
});

describe("a first model is expected", () => {
  const expected = (given: readonly number[]): boolean => {
    const segmenter = createSegmenter(config);
    crowd(segmenter, given);
    return summaryOf(segmenter).fitExpected;
  };

  test("from enough customers who are not all alike", () => {
    expect(expected(ages(19, evenly))).toBe(false);
    expect(expected(ages(20, () => 7))).toBe(false);
    expect(expected(ages(20, evenly))).toBe(true);
  });

  test("no more when there is one", () => {
    expect(summaryOf(serving(20)).fitExpected).toBe(false);
  });
});
