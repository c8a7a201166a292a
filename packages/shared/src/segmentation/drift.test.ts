import { describe, expect, test } from "vitest";
import { mallCustomers } from "../../../../test/data.ts";
import type { MallCustomer } from "../../../../test/data.ts";
import { centroidShift, populationStability, stabilityNoise } from "./drift.ts";

/** Counts of both halves of a column in the deciles of the first (numpy's linear quantiles). */
function halves(column: keyof Omit<MallCustomer, "customerId">): { reference: number[]; current: number[] } {
  const values = mallCustomers().map((customer) => customer[column]);
  const sorted = values.slice(0, 100).sort((a, b) => a - b);
  const edges = Array.from({ length: 9 }, (_, at) => {
    const position = ((at + 1) / 10) * 99;
    const below = Math.floor(position);
    return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
  });
  const distinct = [...new Set(edges)];
  const counts = (some: number[]): number[] => {
    const bins = new Array<number>(distinct.length + 1).fill(0);
    for (const value of some) bins[distinct.filter((edge) => value >= edge).length]++;
    return bins;
  };
  return { reference: counts(values.slice(0, 100)), current: counts(values.slice(100)) };
}

describe("population stability between the halves of the mall customers", () => {
  test.each([
    ["age", 0.408258],
    ["annualIncome", 8.329745],
    ["spendingScore", 0.523963],
  ] as const)("%s", (column, psi) => {
    const { reference, current } = halves(column);

    expect(populationStability(reference, current)).toBeCloseTo(psi, 6);
  });

  test("equal shares are 0, and so is nothing at all", () => {
    expect(populationStability([10, 30], [1, 3])).toBeCloseTo(0, 12);
    expect(populationStability([10, 30], [0, 0])).toBe(0);
    expect(populationStability([0, 0], [1, 2])).toBe(0);
  });
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
