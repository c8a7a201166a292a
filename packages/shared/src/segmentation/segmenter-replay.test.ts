import fc from "fast-check";
import { pack, unpack } from "msgpackr";
import { describe, expect, test } from "vitest";
import { aBuyer, aConfig, DAY, featuresNamed } from "../../../../test/segmentation.ts";
import type { SegmentModelsRecord } from "../events/segments.ts";
import { pointsOf, rowOf, squaredDistance } from "../math/vector.ts";
import { count, emptyStatistics } from "./clustering/mini-batch.ts";
import { applyModelRecord } from "./model-log.ts";
import type { SegmentModel } from "./model.ts";
import { refit } from "./refit/refit.ts";
import { scaleValue } from "./scaler.ts";
import { refitInput, statusFor } from "./refit/schedule.ts";
import { applyCustomer, endOfMicroBatch } from "./segmenter.ts";
import type { Effect, Segmenter } from "./segmenter-state.ts";
import { createSegmenter } from "./segmenter-state.ts";
import { decodeSegmenter, encodeSegmenter } from "./segmenter-snapshot.ts";
import { summaryOf } from "./summary.ts";

const config = aConfig({
  context: featuresNamed("age"),
  kRange: { min: 2, max: 4 },
  moves: { updates: 3, distance: 0.001 },
});

/** What may happen, in terms that do not depend on what has happened. */
type Step =
  | { readonly type: "buy"; readonly customer: number; readonly days: number; readonly orders: number; readonly money: number; readonly age: number | null }
  | { readonly type: "erase"; readonly customer: number }
  | { readonly type: "refit" | "sweep" | "rename" | "adopt" }
  | { readonly type: "wait"; readonly days: number };

const customer = fc.nat(29);
const buy = fc.record({
  type: fc.constant("buy" as const),
  customer,
  days: fc.nat(300),
  orders: fc.nat(20),
  money: fc.double({ min: 0, max: 5000, noNaN: true }),
  age: fc.option(fc.integer({ min: 18, max: 90 })),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: buy },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("erase" as const), customer }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom("refit" as const, "sweep" as const, "rename" as const, "adopt" as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("wait" as const), days: fc.nat(30) }) },
);
const steps = fc.tuple(fc.array(buy, { minLength: 25, maxLength: 60 }), fc.array(step, { maxLength: 60, size: "max" })).map(([first, then]): Step[] => [...first, { type: "refit" }, ...then]);

/** One entry of the two logs in the order they are read. */
type Entry = { readonly customerId: string; readonly buy: Extract<Step, { type: "buy" }> | null; readonly now: number } | SegmentModelsRecord;

function applyEntry(segmenter: Segmenter, entry: Entry): Effect[] {
  if ("schema" in entry) return applyModelRecord(segmenter, entry);
  const { customerId, now } = entry;
  const update = { customerId, now, cause: entry.buy === null ? "erase" : "purchase" } as const;
  const age = entry.buy?.age ?? null;
  const sums = entry.buy === null ? null : { ...aBuyer(customerId, { ...entry.buy, now }), profile: age === null ? {} : { age: { value: age, time: 0 } } };
  const effect = applyCustomer(segmenter, sums, update);
  return effect === null ? [] : [effect];
}

/** Runs the steps as a service would, and writes the log that it leaves. */
function live(given: readonly Step[], watch: (segmenter: Segmenter, effects: readonly Effect[]) => void = () => undefined): { segmenter: Segmenter; log: Entry[] } {
  const segmenter = createSegmenter(config);
  const log: Entry[] = [];
  let now = 1000 * DAY;
  const append = (entry: Entry): void => {
    log.push(structuredClone(entry));
    watch(segmenter, applyEntry(segmenter, entry));
  };
  for (const one of given) {
    if (one.type === "wait") now += one.days * DAY;
    else for (const entry of entriesOf(segmenter, one, now)) append(entry);
    const moved = endOfMicroBatch(segmenter);
    if (moved !== null) append(moved);
  }
  return { segmenter, log };
}

function entriesOf(segmenter: Segmenter, one: Exclude<Step, { type: "wait" }>, now: number): Entry[] {
  switch (one.type) {
    case "buy":
      return [{ customerId: `customer-${one.customer}`, buy: one, now }];
    case "erase":
      return [{ customerId: `customer-${one.customer}`, buy: null, now }];
    case "sweep":
      return [{ schema: 1, type: "sweep", time: now }];
    case "rename":
      return [{ schema: 1, type: "renamed", segmentId: "seg-1", name: "Ours", time: now }];
    case "adopt":
      return adoption(segmenter.candidate, now);
    case "refit":
      return refitted(segmenter, now);
  }
}

const adoption = (candidate: SegmentModel | null, time: number): Entry[] =>
  candidate === null ? [] : [{ schema: 1, type: "adopted", segmentation: "behaviour", version: candidate.version, time }];

function refitted(segmenter: Segmenter, now: number): Entry[] {
  const result = refit(refitInput(segmenter));
  if (result.kind === "not-enough") return [];
  return [{ schema: 1, type: "model", model: result.model, status: statusFor(segmenter, result.model), time: now }];
}

const replayed = (log: readonly Entry[]): Segmenter => {
  const segmenter = createSegmenter(config);
  for (const entry of log) applyEntry(segmenter, JSON.parse(JSON.stringify(entry)) as Entry);
  return segmenter;
};

const bytes = (segmenter: Segmenter): Buffer => Buffer.from(encodeSegmenter(segmenter));

test("the same log gives the same state to the bit, also by way of JSON and from a snapshot anywhere in it", () => {
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const { segmenter, log } = live(given);
      const cutAt = Math.floor(share * log.length);
      const resumed = decodeSegmenter(config, encodeSegmenter(replayed(log.slice(0, cutAt))));
      if (resumed === null) throw new Error("the snapshot is not readable");
      for (const entry of log.slice(cutAt)) applyEntry(resumed, entry);

      expect(bytes(replayed(log)).equals(bytes(segmenter))).toBe(true);
      expect(bytes(resumed).equals(bytes(segmenter))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("whatever happens, the statistics are those of the customers who are there", () => {
  fc.assert(
    fc.property(steps, (given) => {
      const { segmenter } = live(given);
      const { table, live: serving } = segmenter;
      if (serving === null) return;
      const rebuilt = emptyStatistics(serving.statistics.slots, serving.statistics.dims);
      for (let row = 0; row < table.size; row++) {
        if (table.slot[row] === 255) continue;
        const x = Float64Array.from({ length: rebuilt.dims }, (_, f) => scaleValue(serving.model.scaler, f, table.raw[row * table.width + f]));
        count(rebuilt, { x, slot: table.slot[row], error: table.error[row] }, 1);
      }

      const { count: n, seen, sum, error } = serving.statistics;
      expect([n, seen, sum, error].map((array) => Array.from(array, (v) => v + 0))).toEqual(
        [rebuilt.count, rebuilt.seen, rebuilt.sum, rebuilt.error].map((array) => Array.from(array, (v) => v + 0)),
      );
      expect(Array.from(serving.tallies.size).reduce((a, b) => a + b, 0)).toBe(Array.from(n).reduce((a, b) => a + b, 0));
    }),
    { numRuns: 40 },
  );
});

test("every label is the nearest, or allowed by hysteresis, under the version it names; every change begins where the last one ended", () => {
  fc.assert(
    fc.property(steps, (given) => {
      const published = new Map<string, string>();
      const stored = new Map<string, string>();
      const watch = (segmenter: Segmenter, effects: readonly Effect[]): void => {
        for (const { customerId, assignment, change } of effects) {
          if (change !== null) {
            expect(change.from).toBe(published.get(customerId) ?? null);
            if (change.to === null) published.delete(customerId);
            else published.set(customerId, change.to);
          }
          if (assignment === null) stored.delete(customerId);
          else stored.set(customerId, assignment.segmentId);
          if (assignment !== null) expectAllowed(segmenter, customerId, assignment.segmentId);
        }
        expect(stored).toEqual(published);
      };
      live(given, watch);
    }),
    { numRuns: 40 },
  );
});

function expectAllowed(segmenter: Segmenter, customerId: string, segmentId: string): void {
  const { table, live: serving } = segmenter;
  if (serving === null) throw new Error("a label without a model");
  const row = table.rows.get(customerId) ?? -1;
  const { scaler, segments, features } = serving.model;
  const x = Float64Array.from(features, (_, f) => scaleValue(scaler, f, table.raw[row * table.width + f]));
  const distances = segments.map((_, slot) => Math.sqrt(squaredDistance(x, pointsOf([rowOf(serving.centroids, slot)], features.length), 0)));
  const own = distances[segments.findIndex(({ id }) => id === segmentId)];
  expect(own * (1 - config.hysteresis)).toBeLessThanOrEqual(Math.min(...distances) + 1e-12);
}

describe("a snapshot", () => {
  const buys: Step[] = Array.from({ length: 30 }, (_, at) => ({ type: "buy", customer: at, days: at * 7, orders: 1 + (at % 5), money: at * 10, age: null }));

  test("holds no trace of who was erased", () => {
    const { segmenter } = live([...buys, { type: "refit" }, { type: "erase", customer: 29 }, { type: "erase", customer: 3 }]);

    const snapshot = bytes(segmenter);
    const text = snapshot.toString("latin1");

    expect(text).toContain("customer-28");
    expect(text).not.toContain("customer-29");
    expect(text).not.toMatch(/customer-3(?!\d)/);
    expect(unpack(snapshot)).toMatchObject({ columns: { slot: { length: 28 }, minor: { length: 4 * 28 } } });
  });

  test("of other features, or of another layout, is of no use", () => {
    const snapshot = encodeSegmenter(live(buys).segmenter);

    expect(decodeSegmenter(aConfig({ features: featuresNamed("recency"), context: featuresNamed("age") }), snapshot)).toBeNull();
    expect(decodeSegmenter({ ...config, context: [] }, snapshot)).toBeNull();
    expect(decodeSegmenter({ ...config, segmentation: "taste" }, snapshot)).toBeNull();
    expect(decodeSegmenter(config, pack({ ...(unpack(snapshot) as object), schema: 0 }))).toBeNull();
    expect(decodeSegmenter({ ...config, hysteresis: 0.1 }, snapshot)).not.toBeNull();
  });

  test("goes on as if nothing had happened, to the bit", () => {
    const { segmenter } = live([...buys, { type: "refit" }, { type: "erase", customer: 7 }]);
    expect(segmenter.live?.minor).toBe(1);
    const resumed = decodeSegmenter(config, encodeSegmenter(segmenter));
    if (resumed === null) throw new Error("the snapshot is not readable");

    for (const one of [segmenter, resumed]) {
      const yen = { ...aBuyer("in-yen", { now: 0, days: 1, orders: 3, money: 50 }), currency: "JPY" };
      applyCustomer(one, yen, { customerId: "in-yen", cause: "purchase", now: 2000 * DAY });
      applyCustomer(one, null, { customerId: "customer-3", cause: "erase", now: 2000 * DAY });
    }

    expect(resumed.live).toEqual(segmenter.live);
    expect(summaryOf(resumed)).toEqual(summaryOf(segmenter));
    expect(bytes(resumed).equals(bytes(segmenter))).toBe(true);
  });

  test("of nothing is nothing", () => {
    const empty = decodeSegmenter(config, encodeSegmenter(createSegmenter(config)));

    expect(empty).toMatchObject({ live: null, table: { size: 0, ids: [] } });
  });
});

test("models are plain data: what a record says is what the state holds", () => {
  const { log, segmenter } = live([...Array.from({ length: 30 }, (_, at): Step => ({ type: "buy", customer: at, days: at * 7, orders: 1 + (at % 5), money: at * 10, age: null })), { type: "refit" }]);
  const record = log.find((entry): entry is Extract<SegmentModelsRecord, { type: "model" }> => "type" in entry && entry.type === "model");

  expect(segmenter.live?.model).toEqual(JSON.parse(JSON.stringify(record?.model)) as SegmentModel);
});
