import { expect, test } from "vitest";
import { mallCustomers } from "../../../../../test/data.ts";
import { pointsOf, rowOf } from "../../math/vector.ts";
import { principalAxes } from "./pca.ts";
import { fitScaler, scalePoints } from "../scaler.ts";

const PLAIN = { name: "", log: false };
const raw = pointsOf(
  mallCustomers().map((c) => [c.age, c.annualIncome, c.spendingScore]),
  3,
);
const mall = scalePoints(fitScaler(raw, [PLAIN, PLAIN, PLAIN], null), raw);
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6));
const magnitudes = (axis: readonly number[]): number[] => axis.map(Math.abs);

test("axes, variances and scores of mall customers are those of scikit-learn", () => {
  const { axes, explainedVariance } = principalAxes(mall, null);

  expect(explainedVariance).toEqual(close([0.442662, 0.333084, 0.224255]));
  expect(magnitudes(axes[0])).toEqual(close([0.706382, 0.048024, 0.706199]));
  expect(magnitudes(axes[1])).toEqual(close([0.030141, 0.998832, 0.037775]));
  expect(magnitudes(axes[2])).toEqual(close([0.707188, 0.005398, 0.707005]));
  const first = rowOf(mall, 0);
  expect(magnitudes(axes.map((axis) => axis.reduce((sum, loading, f) => sum + loading * first[f], 0)))).toEqual(close([0.61572, 1.763481, 1.324232]));
});

test("the largest loading is positive at first, and no axis flips afterwards", () => {
  const first = principalAxes(mall, null);
  const flipped = { ...first, axes: first.axes.map((axis) => axis.map((loading) => -loading)) };

  for (const axis of first.axes) expect(axis[magnitudes(axis).indexOf(Math.max(...magnitudes(axis)))]).toBeGreaterThan(0);
  expect(principalAxes(mall, flipped).axes).toEqual(flipped.axes);
});

test("a missing value counts as the mean, and no spread is no variance", () => {
  const gaps = principalAxes(pointsOf([[1, 5], [2, Number.NaN], [3, 5]], 2), null);

  expect(gaps).toEqual({ axes: [[1, 0], [0, 1]], explainedVariance: [1, 0] });
  expect(principalAxes(pointsOf([[1, 1], [1, 1]], 2), null).explainedVariance).toEqual([0, 0]);
});
