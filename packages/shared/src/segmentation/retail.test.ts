import { describe, expect, test } from "vitest";
import { retailRfm } from "../../../../test/data.ts";
import { RETAIL } from "../../../../test/goldens.ts";
import { scoresOf } from "../../../../test/scores.ts";
import { aRefitInput, fitted } from "../../../../test/segmentation.ts";
import { seededRandom } from "../math/random.ts";
import { rowOf } from "../math/vector.ts";
import { resamplesOf, stability } from "./quality/stability.ts";
import { groupMeans, groupSizes } from "./clustering/partition.ts";
import { principalAxes } from "./clustering/pca.ts";
import { fitScaler, scalePoints } from "./scaler.ts";
import { ward } from "./clustering/ward.ts";

const FEATURES = ["recency", "frequency", "monetary"].map((name) => ({ name, log: true }));
const { ids, values } = retailRfm();
const raw = { values, dims: 3 };
const scaler = fitScaler(raw, FEATURES, null);
const z = scalePoints(scaler, raw);

const scores = new Map<number, ReturnType<typeof scoresOf>>();
/** Of `k` groups; k-means of two starts. */
function scoresAt(k: number): ReturnType<typeof scoresOf> {
  const found = scores.get(k) ?? scoresOf(z, k, 2);
  scores.set(k, found);
  return found;
}

const close = (numbers: readonly number[], digits = 6) => numbers.map((number) => expect.closeTo(number, digits));

describe("Online Retail by recency, frequency and monetary", () => {
  test("has the reference customers", () => {
    const means = fitScaler(raw, FEATURES.map(({ name }) => ({ name, log: false })), null).mean;
    const row = ids.indexOf("12347");

    expect(ids).toHaveLength(4338);
    expect(means.slice(0, 2)).toEqual(close([93.059474, 4.272015]));
    // Lines are whole pence here; the reference does not round them.
    expect(means[2]).toBeCloseTo(2054.26646, 5);
    expect(Array.from(values.subarray(row * 3, row * 3 + 3))).toEqual([3, 7, 4310]);
  });

  test("has the reference scale, hierarchy and axes", () => {
    const heights = Array.from(ward(z).height).reverse().slice(0, 10);

    expect(scaler.mean).toEqual(close([3.857192, 1.345582, 6.593627]));
    expect(scaler.sd).toEqual(close([1.306909, 0.683025, 1.257433]));
    expect(heights).toEqual(
      close([111.901638, 51.372858, 45.877863, 35.376472, 34.046307, 23.985464, 20.0899, 19.893727, 17.686633, 15.652020]),
    );
    expect(principalAxes(z, null).explainedVariance).toEqual(close([0.751433, 0.187125, 0.061442]));
  });

  test("is clipped at 3 sd in 86 cells", () => {
    const clipped = scalePoints({ ...scaler, clip: 3 }, raw);
    const free = scalePoints(scaler, raw);

    expect(clipped.values.filter((z, at) => z !== free.values[at])).toHaveLength(86);
    expect(ward(clipped).height.at(-1)).toBeCloseTo(111.463, 3);
  });

  test.each(RETAIL)("k = $k: every index of k-means and of Ward", (expected) => {
    const found = scoresAt(expected.k);

    expect(found.inertia / expected.inertia).toBeLessThanOrEqual(expected.k <= 6 ? 1 + 1e-3 : 1.02);
    // Four digits are given, the ratio's against fits that are within 1e-4 of the best.
    expect(Math.abs(found.wardInertia / expected.inertia - expected.wardInertia)).toBeLessThan(2e-4);
    expect(Math.abs(found.wardSilhouette - expected.wardSilhouette)).toBeLessThan(1e-4);
    // The indices belong to one partition; another one that is as good has others.
    if (Math.abs(found.inertia / expected.inertia - 1) > 1e-4) return;
    expect(found.silhouette).toBeCloseTo(expected.silhouette, 2);
    expect(found.simplified).toBeCloseTo(expected.simplified, 2);
    expect((found.calinskiHarabasz ?? 0) / expected.calinskiHarabasz).toBeCloseTo(1, 3);
    expect(found.daviesBouldin).toBeCloseTo(expected.daviesBouldin, 1);
    expect(found.adjustedRand).toBeCloseTo(expected.adjustedRand, 1);
  });

  test("four clusters are those of the reference", () => {
    const { labels } = scoresAt(4).partition;
    const sizes = groupSizes(labels, 4);
    const means = groupMeans(raw, { labels, k: 4 });
    const order = sizes.map((_, group) => group).sort((a, b) => sizes[b] - sizes[a]);

    [1575, 1161, 877, 725].forEach((size, at) => expect(Math.abs(sizes[order[at]] - size)).toBeLessThanOrEqual(5));
    [[188, 1.3, 352], [69, 4.1, 1810], [21, 2, 523], [13, 13.6, 7995]].forEach(([recency, frequency, monetary], at) => {
      const mean = rowOf(means, order[at]);
      expect(mean[0]).toBeCloseTo(recency, -1);
      expect(mean[1]).toBeCloseTo(frequency, 0);
      expect(mean[2] / monetary).toBeCloseTo(1, 1);
    });
  });

  test("makes four segments in the default range, named after how they buy", () => {
    const model = fitted(aRefitInput({ features: FEATURES, values, clip: 3 }));

    expect(model.segments.map(({ id, name }) => [id, name])).toEqual([
      ["seg-1", "Hibernating"],
      ["seg-2", "High-Value Mainstream Shoppers"],
      ["seg-3", "Recent Mainstream Shoppers"],
      ["seg-4", "High Spenders"],
    ]);
    expect(model.segments[3].means).toEqual([expect.closeTo(13, -1), expect.closeTo(13.6, 0), expect.any(Number)]);
  });

  test.each([
    [5, 0.94],
    [8, 0.75],
  ])("the stability of %d groups is that of resampling with scikit-learn", (k, expected) => {
    const { centroids } = scoresAt(k).partition;
    // The reference is a mean over 100 resamples; ten of them differ from draw to draw.
    const found = [1, 2].map((seed) => stability(resamplesOf(z, seededRandom(seed)), centroids, seededRandom(seed)));
    expect(Math.abs(found.reduce((sum, one) => sum + one, 0) / 2 - expected)).toBeLessThan(0.07);
  });
});
