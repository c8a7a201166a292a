import { describe, expect, test } from "vitest";
import { retailRfm } from "../../../../test/data.ts";
import { aRefitInput, fitted } from "../../../../test/segmentation.ts";
import { principalAxes } from "./pca.ts";
import { fitScaler, scalePoints } from "./scaler.ts";
import { ward } from "./ward.ts";

const FEATURES = ["recency", "frequency", "monetary"].map((name) => ({ name, log: true }));
const { ids, values } = retailRfm();
const raw = { values, dims: 3 };
const scaler = fitScaler(raw, FEATURES, null);
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
    const z = scalePoints(scaler, raw);
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

  test("comes as near to the best known partitions as the reference does", () => {
    const model = fitted(aRefitInput({ features: FEATURES, values, kRange: { min: 2, max: 8 } }));
    const best = [6474.135, 4856.3225, 3924.3787, 3268.0005, 2840.1419, 2533.006, 2325.5145];
    const silhouettes = [0.432661, 0.337247, 0.335208, 0.318209, 0.315683, 0.310185, 0.302788];

    model.candidates.forEach(({ k, inertia, silhouette }, at) => {
      expect(inertia / best[at]).toBeLessThanOrEqual(k <= 6 ? 1 + 1e-3 : 1.02);
      expect(Math.abs(silhouette - silhouettes[at])).toBeLessThan(0.005);
    });
    expect(model.segments).toHaveLength(2);
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
});
