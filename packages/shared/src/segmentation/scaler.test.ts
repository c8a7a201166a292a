import { expect, test } from "vitest";
import { mallCustomers } from "../../../../test/data.ts";
import { pointsOf } from "../math/vector.ts";
import { fitScaler, rescale, scalePoints, scaleValue, unscaleValue } from "./scaler.ts";

const AGE = { name: "age", log: false };
const MONEY = { name: "monetary", log: true };

test("mall customers have the reference means and population standard deviations", () => {
  const rows = mallCustomers().map((c) => [c.age, c.annualIncome, c.spendingScore]);

  const scaler = fitScaler(pointsOf(rows, 3), [AGE, AGE, AGE], null);

  expect(scaler.mean).toEqual([38.85, 60.56, 50.2].map((mean) => expect.closeTo(mean, 6)));
  expect(scaler.sd).toEqual([13.934041, 26.198977, 25.758882].map((sd) => expect.closeTo(sd, 6)));
});

test("values that are not known do not count", () => {
  const scaler = fitScaler(pointsOf([[1], [Number.NaN], [3]], 1), [AGE], null);

  expect(scaler).toMatchObject({ mean: [2], sd: [1] });
  expect(scaleValue(scaler, 0, Number.NaN)).toBeNaN();
});

test("a feature without spread or without values is 0 everywhere instead of infinite", () => {
  const scaler = fitScaler(pointsOf([[0.1, Number.NaN], [0.1, Number.NaN], [0.1, Number.NaN]], 2), [AGE, AGE], null);

  expect(scaler.sd).toEqual([1, 1]);
  expect(scaleValue(scaler, 0, 0.1)).toBeCloseTo(0, 12);
});

test("skewed features are taken as log1p, and come back", () => {
  const scaler = fitScaler(pointsOf([[0], [Math.E ** 2 - 1]], 1), [MONEY], null);

  expect(scaler).toMatchObject({ mean: [expect.closeTo(1, 12)], sd: [expect.closeTo(1, 12)] });
  expect(scaleValue(scaler, 0, Math.E - 1)).toBeCloseTo(0, 12);
  expect(unscaleValue(scaler, 0, scaleValue(scaler, 0, 4310))).toBeCloseTo(4310, 8);
});

test("live values are clipped, and what is no number in the feature's scale is not known", () => {
  const scaler = { mean: [0], sd: [1], log: [true], clip: 3 };

  expect(scaleValue(scaler, 0, 1e9)).toBe(3);
  expect(scaleValue({ ...scaler, mean: [10] }, 0, 0)).toBe(-3);
  expect(scaleValue(scaler, 0, -2)).toBeNaN();
  expect(scaleValue(scaler, 0, Number.POSITIVE_INFINITY)).toBeNaN();
});

test("a centroid keeps its place among the customers when the scale changes", () => {
  const before = { mean: [10], sd: [2], log: [false], clip: null };
  const after = { mean: [12], sd: [4], log: [false], clip: null };

  expect(rescale([3], before, after)).toEqual([scaleValue(after, 0, unscaleValue(before, 0, 3))]);
});

test("only the columns that have a scale are taken over", () => {
  const scaler = { mean: [1], sd: [2], log: [false], clip: null };

  expect(scalePoints(scaler, pointsOf([[3, 99], [5, 99]], 2))).toEqual({ values: Float64Array.of(1, 2), dims: 1 });
});
