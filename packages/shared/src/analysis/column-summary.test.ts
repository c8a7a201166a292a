import { expect, test } from "vitest";
import { pointsOf } from "../math/vector.ts";
import { summarizeColumns } from "./column-summary.ts";
import { correlations } from "./correlations.ts";
import { momentsOf, quantile } from "./moments.ts";
import { outliersOf } from "./outliers.ts";

const of = (...values: readonly number[]) => Float64Array.from(values);

test("a column is described by what is known of it", () => {
  const values = [4, Number.NaN, 2, 2, 8].map((value) => [value]);
  const table = { ids: ["a", "b", "c", "d", "e"], columns: [{ name: "x", label: "X", log: null }], values: pointsOf(values, 1), categories: [] };

  expect(summarizeColumns(table)).toEqual([
    expect.objectContaining({ known: 4, missing: 1, distinct: 3, mean: 4, sd: Math.sqrt(6), min: 2, q1: 2, median: 3, q3: 5, max: 8 }),
  ]);
  expect(summarizeColumns(table)[0].histogram).toEqual({ edges: [2, 5, 8], counts: [3, 1] });
});

test("nothing known is null everywhere", () => {
  const table = { ids: ["a"], columns: [{ name: "x", label: "X", log: null }], values: pointsOf([[Number.NaN]], 1), categories: [] };

  expect(summarizeColumns(table)[0]).toMatchObject({ known: 0, missing: 1, mean: null, median: null, outliers: { iqr: 0, mad: 0, iqrLimits: null } });
});

test("quantiles lie between neighbours, as numpy has them", () => {
  expect([0, 0.1, 0.25, 0.5, 1].map((share) => quantile(of(1, 2, 3, 4), share))).toEqual([1, 1.3, 1.75, 2.5, 4].map((q) => expect.closeTo(q, 12)));
});

test("outliers by both rules", () => {
  // Quartiles 2.25 and 4.75 put the fences at -1.5 and 8.5; the median 3.5 and MAD 1.5 put the others at 3.5 +- 7.78.
  expect(outliersOf(of(1, 2, 3, 4, 5, 9))).toMatchObject({ iqr: 1, mad: 0 });
  expect(outliersOf(of(1, 2, 3, 4, 5, 12))).toMatchObject({ iqr: 1, mad: 1 });
  expect(outliersOf(of(1, 1, 1, 1, 9))).toMatchObject({ iqr: 1, mad: 0 });
});

test("skewness is 0 for what is symmetric or constant", () => {
  expect(momentsOf(of(1, 2, 3)).skewness).toBeCloseTo(0, 12);
  expect(momentsOf(of(5, 5, 5))).toEqual({ mean: 5, sd: 0, skewness: 0 });
  // Values 0, 0, 3: mean 1, sd sqrt 2, third moment 2.
  expect(momentsOf(of(0, 0, 3)).skewness).toBeCloseTo(2 / 2 ** 1.5, 12);
});

test("correlation is over the rows that know both, and none where nothing varies", () => {
  const points = pointsOf([[1, 2, 5], [2, 4, 5], [3, 6, 5], [4, Number.NaN, 5], [0, 0, 5]], 3);

  expect(correlations(points)).toEqual([
    [1, 1, null],
    [1, 1, null],
    [null, null, null],
  ].map((row) => row.map((r) => (r === null ? null : expect.closeTo(r, 12)))));
});
