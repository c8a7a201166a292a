import { describe, expect, test } from "vitest";
import { mallCustomers } from "../../../../../test/data.ts";
import { seededRandom } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { pointsOf, rowCount, rowOf } from "../../math/vector.ts";
import { spreadRows } from "./kmeans-plus-plus.ts";
import { lloyd } from "./lloyd.ts";
import { microClusters } from "./micro-clusters.ts";
import { groupSizes, withoutEmptyGroups } from "./partition.ts";
import { fitScaler, scalePoints } from "../scaler.ts";
import { weightedLloyd } from "./weighted-lloyd.ts";

const PLAIN = { name: "", log: false };
const raw = pointsOf(
  mallCustomers().map((c) => [c.annualIncome, c.spendingScore]),
  2,
);
const mall = scalePoints(fitScaler(raw, [PLAIN, PLAIN], null), raw);
const start = pointsOf(
  [0, 1, 2, 8, 100].map((row) => rowOf(mall, row)),
  2,
);
const FULL = { maxIterations: 300 };

describe("from the same start on mall customers", () => {
  test.each([
    ["ml-kmeans", () => lloyd(mall, start)],
    ["our own", () => weightedLloyd(mall, start, FULL)],
  ])("%s ends where scikit-learn does", (_, run) => {
    const { inertia, labels } = run();

    expect(inertia).toBeCloseTo(65.578856, 6);
    expect(groupSizes(labels, 5).sort((a, b) => b - a)).toEqual([80, 39, 36, 23, 22]);
  });

  test("both end in the same partition", () => {
    expect(lloyd(mall, start).labels).toEqual(weightedLloyd(mall, start, FULL).labels);
  });
});

describe("what ml-kmeans does not survive", () => {
  const two = pointsOf([[0], [10]], 1);

  test("missing values: rows follow what is known of them, centroids the known values", () => {
    const points = pointsOf([[0, 0], [0, Number.NaN], [10, 10], [Number.NaN, 12], [Number.NaN, Number.NaN]], 2);

    const { labels, centroids } = lloyd(points, pointsOf([[1, 1], [9, 9]], 2));

    expect(Array.from(labels)).toEqual([0, 0, 1, 1, -1]);
    expect(Array.from(centroids.values)).toEqual([0, 0, 10, 11]);
  });

  test("a distance over fewer dimensions counts as much as one over all", () => {
    const { inertia } = weightedLloyd(pointsOf([[3, Number.NaN], [0, 0]], 2), pointsOf([[0, 0]], 2), { maxIterations: 0 });

    expect(inertia).toBe(18);
  });

  test("more groups than rows", () => {
    const { labels } = lloyd(two, pointsOf([[0], [5], [10]], 1));

    expect(Array.from(labels)).toEqual([0, 2]);
  });

  test("fewer distinct rows than groups: the empty ones are taken away", () => {
    const partition = withoutEmptyGroups(lloyd(pointsOf([[0], [0], [10], [10]], 1), pointsOf([[0], [0], [10]], 1)));

    expect(rowCount(partition.centroids)).toBe(2);
    expect(Array.from(partition.labels)).toEqual([0, 0, 1, 1]);
    expect(partition.inertia).toBe(0);
  });
});

test("a weighted row stands for as many equal rows", () => {
  const weights = Float64Array.of(3, 1, 1);

  const { centroids } = weightedLloyd(pointsOf([[0], [4], [20]], 1), pointsOf([[1], [20]], 1), { ...FULL, weights });

  expect(Array.from(centroids.values)).toEqual([1, 20]);
});

/** Three clouds of unequal size around (0, 0), (8, 0) and (0, 8). */
function clouds(rows: number): Points {
  const random = seededRandom(3);
  const noise = (): number => random() + random() + random() - 1.5;
  const centres = [[0, 0], [0, 0], [8, 0], [0, 8]];
  return pointsOf(Array.from({ length: rows }, (_, row) => centres[row % 4].map((c) => c + noise())), 2);
}

test("large tables end in the same groups as small ones, by sampled rounds first", () => {
  const { centroids, labels } = lloyd(clouds(60_000), pointsOf([[1, 1], [6, 1], [1, 6]], 2));

  expect(groupSizes(labels, 3)).toEqual([30_000, 15_000, 15_000]);
  expect(Array.from(centroids.values)).toEqual([0, 0, 8, 0, 0, 8].map((c) => expect.closeTo(c, 1)));
});

test("micro-clusters stand for every row once", () => {
  const points = clouds(22_000);

  const { centroids, weights } = microClusters(points, 200, seededRandom(1));

  expect(rowCount(centroids)).toBe(200);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(22_000);
  const mean = weights.reduce((sum, weight, at) => sum + weight * rowOf(centroids, at)[0], 0) / 22_000;
  expect(mean).toBeCloseTo(points.values.filter((_, at) => at % 2 === 0).reduce((sum, x) => sum + x, 0) / 22_000, 9);
});

test("spread rows are distinct, and fewer when there are no more", () => {
  const points = pointsOf([[1], [1], [5], [5], [9]], 1);

  expect(Array.from(spreadRows(points, { k: 4, random: seededRandom(1) }).values).sort()).toEqual([1, 5, 9]);
});
