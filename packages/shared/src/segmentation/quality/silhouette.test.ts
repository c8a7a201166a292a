import { expect, test } from "vitest";
import { mallCustomers } from "../../../../../test/data.ts";
import { seededRandom } from "../../math/random.ts";
import { pointsOf } from "../../math/vector.ts";
import { lloyd } from "../clustering/lloyd.ts";
import { groupMeans } from "../clustering/partition.ts";
import { fitScaler, scalePoints } from "../scaler.ts";
import { silhouettes, simplifiedSilhouette } from "./silhouette.ts";
import { cut, ward } from "../clustering/ward.ts";

const PLAIN = { name: "", log: false };
const raw = pointsOf(
  mallCustomers().map((c) => [c.annualIncome, c.spendingScore]),
  2,
);
const mall = scalePoints(fitScaler(raw, [PLAIN, PLAIN], null), raw);
const dendrogram = ward(mall);
const five = lloyd(mall, groupMeans(mall, { labels: cut(dendrogram, 5), k: 5 }));

test("several labellings of mall customers at once, as scikit-learn has them one by one", () => {
  const cuts = [2, 5, 10].map((k) => ({ labels: cut(dendrogram, k), k }));

  const found = silhouettes(mall, [{ labels: five.labels, k: 5 }, ...cuts], seededRandom(1));

  expect(found).toEqual([0.554657, 0.384234, 0.553809, 0.433901].map((s) => expect.closeTo(s, 6)));
});

test("simplified silhouette of the five groups", () => {
  expect(simplifiedSilhouette(mall, five.centroids)).toBeCloseTo(0.666503, 6);
});

test("simplified silhouette is 0 where two centroids are the same", () => {
  const centroids = pointsOf([[1], [1], [9]], 1);

  expect(simplifiedSilhouette(pointsOf([[1], [8]], 1), centroids)).toBeCloseTo((0 + 6 / 7) / 2, 12);
  expect(simplifiedSilhouette(pointsOf([[Number.NaN], [8]], 1), centroids)).toBeCloseTo(6 / 7, 12);
});

test("someone alone in a group, and a row without a group, count for nothing", () => {
  const points = pointsOf([[0], [1], [9], [99]], 1);

  // a = 1, b = 9 and 8 for the two rows of group 0; the row at 99 is left out.
  expect(silhouettes(points, [{ labels: Int32Array.of(0, 0, 1, -1), k: 2 }], seededRandom(1))[0]).toBeCloseTo((8 / 9 + 7 / 8) / 3, 12);
});

test("equal rows everywhere have no silhouette", () => {
  const points = pointsOf([[1], [1], [1], [1]], 1);

  expect(silhouettes(points, [{ labels: Int32Array.of(0, 0, 1, 1), k: 2 }], seededRandom(1))).toEqual([0]);
  expect(simplifiedSilhouette(points, pointsOf([[1], [1]], 1))).toBe(0);
});

test("large tables are judged by a seeded sample", () => {
  const random = seededRandom(5);
  const rows = Array.from({ length: 5001 }, (_, at) => [(at % 2) * 4 + random(), random()]);
  const labels = Int32Array.from(rows, (_, at) => at % 2);
  const judge = (seed: number, n: number): number =>
    silhouettes(pointsOf(rows.slice(0, n), 2), [{ labels: labels.slice(0, n), k: 2 }], seededRandom(seed))[0];

  const [sampled, again, other, exact] = [judge(1, 5001), judge(1, 5001), judge(2, 5001), judge(1, 5000)];

  expect(again).toBe(sampled);
  expect(other).not.toBe(sampled);
  expect(sampled).toBeCloseTo(exact, 2);
});
