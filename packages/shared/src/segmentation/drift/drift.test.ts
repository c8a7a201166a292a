import { expect, test } from "vitest";
import { centroidShift, populationStability, stabilityNoise } from "./drift.ts";

test("population stability: equal shares are 0, and so is nothing at all", () => {
  expect(populationStability([10, 30], [1, 3])).toBeCloseTo(0, 12);
  expect(populationStability([10, 30], [0, 0])).toBe(0);
  expect(populationStability([0, 0], [1, 2])).toBe(0);
});

test("what chance reaches follows chi-squared: 500 against 500 in 10 bins is .0867", () => {
  expect(stabilityNoise(10, 500, 500)).toBeCloseTo(0.0867, 4);
  expect(stabilityNoise(5, 1000, 1000)).toBeCloseTo((2 / 1000) * 13.28, 4);
  expect(stabilityNoise(21, 1000, 1000)).toBeCloseTo((2 / 1000) * 37.566, 3);
  expect(stabilityNoise(1, 1000, 1000)).toBe(0);
});

test("a centroid's shift is measured in standard deviations of its segment", () => {
  expect(centroidShift([0, 0], [3, 4], 4)).toBe(2.5);
  expect(centroidShift([1], [1], 0)).toBe(0);
  expect(centroidShift([1], [2], 0)).toBe(Number.POSITIVE_INFINITY);
});
