import fc from "fast-check";
import { expect, test } from "vitest";
import { pointsOf } from "../../math/vector.ts";
import { count, emptyStatistics, meansOf, quantized, resetStatistics, unquantized } from "./mini-batch.ts";

const SLOTS = 3;
const DIMS = 2;
const value = fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constant(Number.NaN), fc.double({ min: -1000, max: 1000, noNaN: true }));
const point = fc.record({ x: fc.tuple(value, value), slot: fc.nat(SLOTS - 1), error: fc.nat(1_000_000) });

test("whatever came and went, the statistics are to the bit those of the customers who are there", () => {
  const upsert = fc.record({ customer: fc.nat(9), next: fc.option(point) });
  fc.assert(
    fc.property(fc.array(upsert, { maxLength: 200 }), (upserts) => {
      const statistics = emptyStatistics(SLOTS, DIMS);
      const present = new Map<number, { x: Float64Array; slot: number; error: number }>();
      for (const { customer, next } of upserts) {
        const before = present.get(customer);
        if (before !== undefined) count(statistics, before, -1);
        present.delete(customer);
        if (next === null) continue;
        const contribution = { ...next, x: Float64Array.from(next.x) };
        count(statistics, contribution, 1);
        present.set(customer, contribution);
      }
      const rebuilt = emptyStatistics(SLOTS, DIMS);
      for (const contribution of present.values()) count(rebuilt, contribution, 1);

      expect(plain(statistics)).toEqual(plain(rebuilt));
    }),
  );
});

/** -0 + 0 is 0: the sign of nothing is no difference. */
const plain = ({ count: n, seen, sum, error }: ReturnType<typeof emptyStatistics>) => [n, seen, sum, error].map((array) => Array.from(array, (v) => v + 0));

test("means are over what is known, and stay where too few know", () => {
  const statistics = emptyStatistics(2, 2);
  count(statistics, { x: Float64Array.of(1, Number.NaN), slot: 0, error: 0 }, 1);
  count(statistics, { x: Float64Array.of(2, 5), slot: 0, error: 0 }, 1);
  const centroids = pointsOf([[9, 9], [9, 9]], 2);

  expect(Array.from(meansOf(statistics, centroids, 1).values)).toEqual([1.5, 5, 9, 9]);
  expect(Array.from(meansOf(statistics, centroids, 2).values)).toEqual([1.5, 9, 9, 9]);
});

test("fixed point is exact to half of 2^-20 and ends at 64 sd", () => {
  expect(Math.abs(unquantized(quantized(0.123456789)) - 0.123456789)).toBeLessThanOrEqual(2 ** -21);
  expect(unquantized(quantized(1e6))).toBe(64);
  expect(unquantized(quantized(-1e6))).toBe(-64);
});

test("a reset leaves nothing", () => {
  const statistics = emptyStatistics(1, 1);
  count(statistics, { x: Float64Array.of(1), slot: 0, error: 3 }, 1);

  resetStatistics(statistics);

  expect(statistics).toEqual(emptyStatistics(1, 1));
});
