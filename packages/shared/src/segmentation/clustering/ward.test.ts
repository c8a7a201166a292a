import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mallCustomers } from "../../../../../test/data.ts";
import { seededRandom } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { pointsOf, rowCount, rowOf, squaredDistance } from "../../math/vector.ts";
import { groupMeans, groupSizes, partitionBy } from "./partition.ts";
import { fitScaler, scalePoints } from "../scaler.ts";
import { cut, ward } from "./ward.ts";

const PLAIN = { name: "", log: false };
const raw = pointsOf(
  mallCustomers().map((c) => [c.annualIncome, c.spendingScore]),
  2,
);
const scaled = scalePoints(fitScaler(raw, [PLAIN, PLAIN], null), raw);
const top10 = (points: Points): number[] => Array.from(ward(points).height).reverse().slice(0, 10);
const descending = (sizes: number[]): number[] => sizes.sort((a, b) => b - a);

describe("mall customers by income and score, as scipy has them", () => {
  test("top heights", () => {
    expect(top10(scaled)).toEqual(
      [15.624837, 15.186189, 10.141263, 9.453353, 4.354422, 4.308135, 4.072546, 3.150325, 2.69811, 2.487472].map((h) => expect.closeTo(h, 6)),
    );
    expect(top10(raw)).toEqual(
      [405.660041, 394.859658, 262.562634, 245.654601, 113.886017, 112.818203, 106.650579, 81.179359, 69.523155, 64.537406].map((h) =>
        expect.closeTo(h, 6),
      ),
    );
  });

  test("sizes and inertia of the cut into five", () => {
    const labels = cut(ward(scaled), 5);
    const means = groupMeans(scaled, { labels, k: 5 });
    let inertia = 0;
    for (let row = 0; row < labels.length; row++) inertia += squaredDistance(rowOf(scaled, row), means, labels[row]);

    expect(descending(groupSizes(labels, 5))).toEqual([85, 39, 32, 23, 21]);
    expect(inertia).toBeCloseTo(66.516504, 6);
    expect(partitionBy(scaled, means).inertia).toBeLessThan(inertia);
  });
});

/** Ward by its definition: always join the pair that is nearest. */
function naiveHeights(points: Points, weights: readonly number[]): number[] {
  let clusters = weights.map((weight, row) => ({ weight, c: Array.from(rowOf(points, row)) }));
  const heights: number[] = [];
  while (clusters.length > 1) {
    const pairs = clusters.flatMap((a, i) =>
      clusters.slice(i + 1).map((b) => ({ a, b, d: ((2 * a.weight * b.weight) / (a.weight + b.weight)) * a.c.reduce((s, v, f) => s + (v - b.c[f]) ** 2, 0) })),
    );
    const { a, b, d } = pairs.reduce((best, next) => (next.d < best.d ? next : best));
    heights.push(Math.sqrt(d));
    const weight = a.weight + b.weight;
    clusters = [...clusters.filter((one) => one !== a && one !== b), { weight, c: a.c.map((v, f) => (a.weight * v + b.weight * b.c[f]) / weight) }];
  }
  return heights;
}

const coordinate = fc.double({ min: -10, max: 10, noNaN: true });
const weighted = fc.record({ x: coordinate, y: coordinate, weight: fc.integer({ min: 1, max: 9 }) });

test("the chain joins what the definition joins, weights included", () => {
  fc.assert(
    fc.property(fc.array(weighted, { minLength: 2, maxLength: 14 }), (rows) => {
      const points = pointsOf(rows.map(({ x, y }) => [x, y]), 2);
      const weights = rows.map(({ weight }) => weight);

      const { height } = ward(points, Float64Array.from(weights));

      expect(Array.from(height)).toEqual(naiveHeights(points, weights).sort((a, b) => a - b).map((h) => expect.closeTo(h, 6)));
    }),
  );
});

test("a weighted row stands for as many equal rows", () => {
  const alone = ward(pointsOf([[0, 0], [1, 0], [9, 9]], 2), Float64Array.of(2, 1, 3));
  const repeated = ward(pointsOf([[0, 0], [0, 0], [1, 0], [9, 9], [9, 9], [9, 9]], 2));

  expect(Array.from(alone.height)).toEqual(Array.from(repeated.height.slice(-2)).map((h) => expect.closeTo(h, 9)));
});

test("the order of the rows does not matter", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 4, max: 60 }), fc.integer({ min: 2, max: 4 }), (seed, size, k) => {
      // Points in general position: equal heights may be joined in either order.
      const random = seededRandom(seed);
      const rows = Array.from({ length: size }, () => [random(), random(), random()]);
      const order = rows.map((_, at) => ({ at, key: random() })).sort((a, b) => a.key - b.key).map(({ at }) => at);
      const one = ward(pointsOf(rows, 3));
      const other = ward(pointsOf(order.map((at) => rows[at]), 3));

      expect(Array.from(other.height)).toEqual(Array.from(one.height).map((h) => expect.closeTo(h, 9)));
      expect(groups(cut(other, k), (row) => order[row])).toEqual(groups(cut(one, k), (row) => row));
    }),
  );
});

/** The groups as sets of rows, in an order that says nothing. */
function groups(labels: Int32Array, rowOfLabel: (at: number) => number): string[] {
  const byLabel = new Map<number, number[]>();
  labels.forEach((label, at) => byLabel.set(label, [...(byLabel.get(label) ?? []), rowOfLabel(at)]));
  return [...byLabel.values()].map((rows) => rows.sort((a, b) => a - b).join()).sort();
}

test("cuts range from all in one to everyone alone", () => {
  const dendrogram = ward(scaled);

  expect(new Set(cut(dendrogram, 1)).size).toBe(1);
  expect(new Set(cut(dendrogram, rowCount(scaled))).size).toBe(200);
});
