import { describe, expect, test } from "vitest";
import { mallCustomers } from "../../../../test/data.ts";
import { MALL_RAW, MALL_THREE, MALL_TWO } from "../../../../test/goldens.ts";
import { scoresOf, sizesOf } from "../../../../test/scores.ts";
import { seededRandom } from "../math/random.ts";
import type { Points } from "../math/vector.ts";
import { pointsOf, rowOf } from "../math/vector.ts";
import { moveCentroids, mergeSums, startStream, sumBatch } from "./clustering/append-mini-batch.ts";
import { knee } from "./quality/elbow.ts";
import { groupMeans, groupSizes, partitionBy } from "./clustering/partition.ts";
import { columnMoments, fitScaler, scalePoints } from "./scaler.ts";
import { resamplesOf, stability } from "./quality/stability.ts";
import { cut, ward } from "./clustering/ward.ts";

const all = pointsOf(mallCustomers().map((c) => [c.age, c.annualIncome, c.spendingScore]), 3);
const raw = pointsOf(mallCustomers().map((c) => [c.annualIncome, c.spendingScore]), 2);
const plain = (dims: number) => Array.from({ length: dims }, () => ({ name: "", log: false }));
const two = scalePoints(fitScaler(raw, plain(2), null), raw);
const three = scalePoints(fitScaler(all, plain(3), null), all);
const close = (values: readonly number[], digits = 6) => values.map((value) => expect.closeTo(value, digits));

test("means and standard deviations", () => {
  const moments = [0, 1, 2].map((column) => columnMoments(all, column, false));

  expect(moments.map(({ mean }) => mean)).toEqual(close([38.85, 60.56, 50.2]));
  expect(moments.map(({ sd }) => sd)).toEqual(close([13.934041, 26.198977, 25.758882]));
});

describe.each([
  ["income and score", two, MALL_TWO],
  ["age, income and score", three, MALL_THREE],
] as const)("by %s", (_, points, golden) => {
  test.each(golden)("k = $k: every index of k-means and of Ward", (expected) => {
    const found = scoresOf(points, expected.k);

    // Where the best known partition is found, its indices are equal; a start that is better still would be no mistake.
    expect(found.inertia).toBeLessThanOrEqual(expected.inertia * (expected.k <= 6 ? 1 + 1e-6 : 1.02));
    expect(found.wardInertia).toBeCloseTo(expected.wardInertia, 6);
    expect(found.wardSilhouette).toBeCloseTo(expected.wardSilhouette, 5);
    if (Math.abs(found.inertia - expected.inertia) > 1e-6) return;
    expect(found.silhouette).toBeCloseTo(expected.silhouette, 6);
    expect(found.simplified).toBeCloseTo(expected.simplified, 6);
    expect(found.calinskiHarabasz).toBeCloseTo(expected.calinskiHarabasz, 4);
    expect(found.daviesBouldin).toBeCloseTo(expected.daviesBouldin, 6);
    expect(found.adjustedRand).toBeCloseTo(expected.adjustedRand, 6);
  });
});

test.each(MALL_RAW.map((row) => ({ k: row[0], row })))("unscaled, k = $k", ({ k, row }) => {
  const [, inertia, silhouette, adjustedRand] = row;
  const found = scoresOf(raw, k);

  expect(found.inertia).toBeLessThanOrEqual(inertia * (k <= 6 ? 1 + 1e-6 : 1.02));
  if (Math.abs(found.inertia - inertia) > 1e-5) return;
  expect(found.silhouette).toBeCloseTo(silhouette, 6);
  expect(found.adjustedRand).toBeCloseTo(adjustedRand, 6);
});

test.each(MALL_THREE)("sizes of $k clusters with age", ({ k, sizes, inertia }) => {
  const { partition } = scoresOf(three, k);

  // One start in thousands ends in the reference's eight clusters; others end within .02 % of them.
  if (k < 8) expect(sizesOf(partition)).toEqual(sizes);
  else expect(partition.inertia / inertia).toBeLessThan(1.001);
});

test("the elbow is a diagnostic: it says 5 and 4", () => {
  const ks = Array.from({ length: 10 }, (_, at) => at + 1);
  const inertias = (points: Points) => ks.map((k) => (k === 1 ? points.values.reduce((sum, z) => sum + z * z, 0) : scoresOf(points, k).inertia));

  expect(knee(ks, inertias(two))).toBe(5);
  expect(knee(ks, inertias(three))).toBe(4);
});

test("the five clusters of income and score", () => {
  const { partition } = scoresOf(two, 5);
  const { labels } = partition;
  const sizes = groupSizes(labels, 5);
  const order = sizes.map((_, group) => group).sort((a, b) => sizes[b] - sizes[a]);
  const [natural, scaled] = [groupMeans(all, { labels, k: 5 }), groupMeans(three, { labels, k: 5 })];

  expect(order.map((group) => sizes[group])).toEqual([81, 39, 35, 23, 22]);
  expect(sizesOf({ ...partition, labels: cut(ward(two), 5) })).toEqual([85, 39, 32, 23, 21]);
  expect(order.map((group) => Array.from(rowOf(natural, group)))).toEqual(
    [[42.716, 55.296, 49.519], [32.692, 86.538, 82.128], [41.114, 88.2, 17.114], [45.217, 26.304, 20.913], [25.273, 25.727, 79.364]].map((row) => close(row, 3)),
  );
  expect(order.map((group) => Array.from(rowOf(scaled, group)))).toEqual(
    [[0.28, -0.2, -0.03], [-0.44, 0.99, 1.24], [0.16, 1.06, -1.28], [0.46, -1.31, -1.14], [-0.97, -1.33, 1.13]].map((row) => close(row, 2)),
  );
});

describe("ten batches of 20 in file order from the same start", () => {
  const start = pointsOf([0, 1, 2, 8, 100].map((row) => rowOf(two, row)), 2);
  const run = (retained: number) => {
    let state = startStream(start);
    for (let from = 0; from < 200; from += 20) {
      const half = (begin: number) => sumBatch({ values: two.values.slice(begin * 2, (begin + 10) * 2), dims: 2 }, state.centroids);
      state = moveCentroids(state, mergeSums(half(from), half(from + 10)), retained);
    }
    return { ...state, inertia: partitionBy(two, state.centroids).inertia, weight: state.weight.filter((_, at) => at % 2 === 0) };
  };

  test("Sculley, as scikit-learn's partial_fit", () => {
    const { centroids, weight, inertia } = run(1);

    expect(Array.from(centroids.values)).toEqual(
      close([-1.139194, -0.570677, -1.215315, 1.097874, -1.414559, -1.468426, 0.863462, -1.393576, 0.242948, 0.318984]),
    );
    expect(Array.from(weight)).toEqual([14, 25, 8, 33, 120]);
    expect(inertia).toBeCloseTo(134.831168, 6);
  });

  test("forgetting a tenth per batch, as Spark's StreamingKMeans", () => {
    const { centroids, weight, inertia } = run(0.9);

    expect(Array.from(centroids.values)).toEqual(
      close([-1.111284, -0.565809, -0.746225, 1.209575, -1.40209, -1.464349, 1.080983, -1.339215, 0.389114, 0.344229]),
    );
    expect(Array.from(weight)).toEqual(close([6.141332, 14.548361, 3.228504, 26.906822, 79.439292]));
    expect(inertia).toBeCloseTo(137.636634, 6);
  });
});

test.each([
  ["income and score", two, { 3: 1, 4: 0.82, 5: 0.99, 6: 0.92, 7: 0.86 }],
  ["age, income and score", three, { 4: 0.99, 5: 0.89, 6: 0.95 }],
] as const)("stability by %s is that of resampling with scikit-learn", (_, points, expected) => {
  for (const [k, index] of Object.entries(expected)) {
    const { centroids } = scoresOf(points, Number(k)).partition;
    // The reference is a mean over 100 resamples; ten of them differ from draw to draw.
    const found = [1, 2, 3, 4, 5].map((seed) => stability(resamplesOf(points, seededRandom(seed)), centroids, seededRandom(seed)));
    expect(Math.abs(found.reduce((sum, one) => sum + one, 0) / 5 - index)).toBeLessThan(0.07);
  }
});
