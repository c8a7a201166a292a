import { describe, expect, test } from "vitest";
import { mallCustomers } from "../../../../test/data.ts";
import type { MallCustomer } from "../../../../test/data.ts";
import { populationStability } from "./drift/drift.ts";
import { jensenShannon } from "./drift/jensen-shannon.ts";
import { kolmogorovSmirnov, ksProbability } from "./drift/kolmogorov-smirnov.ts";
import { QUIET, watchMean } from "./drift/page-hinkley.ts";
import { columnMoments } from "./scaler.ts";
import { wasserstein } from "./drift/wasserstein.ts";

type Column = keyof Omit<MallCustomer, "customerId">;

/** Both halves of a column in file order. */
function halves(column: Column): { readonly reference: readonly number[]; readonly current: readonly number[] } {
  const values = mallCustomers().map((customer) => customer[column]);
  return { reference: values.slice(0, 100), current: values.slice(100) };
}

/** Counts between edges; a value on an edge belongs above it. */
const counts = (values: readonly number[], edges: readonly number[]): number[] => {
  const bins = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) bins[edges.filter((edge) => value >= edge).length]++;
  return bins;
};

/** The inner deciles of the reference by numpy's linear quantiles, each once. */
function deciles(reference: readonly number[]): number[] {
  const sorted = [...reference].sort((a, b) => a - b);
  const edges = Array.from({ length: 9 }, (_, at) => {
    const position = ((at + 1) / 10) * (sorted.length - 1);
    const below = Math.floor(position);
    return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
  });
  return [...new Set(edges)];
}

describe.each([
  ["age", { psi: 0.408258, js: 0.264038, ks: 0.17, p: 0.111195, w1: 4.24, w1sd: 0.2727 }],
  ["annualIncome", { psi: 8.329745, js: 0.870791, ks: 1, p: 0, w1: 42, w1sd: 2.970098 }],
  ["spendingScore", { psi: 0.523963, js: 0.302091, ks: 0.19, p: 0.0539021, w1: 9.9, w1sd: 0.459445 }],
] as const)("between the halves of the mall customers: %s", (column, expected) => {
  const { reference, current } = halves(column);

  test("in the deciles of the first", () => {
    const edges = deciles(reference);
    const [p, q] = [counts(reference, edges), counts(current, edges)];

    expect(populationStability(p, q)).toBeCloseTo(expected.psi, 6);
    expect(jensenShannon(p, q)).toBeCloseTo(expected.js, 6);
  });

  test("value by value", () => {
    const positions = [...new Set([...reference, ...current])].sort((a, b) => a - b);
    const [p, q] = [counts(reference, positions.slice(1)), counts(current, positions.slice(1))];
    const { sd } = columnMoments({ values: Float64Array.from(reference), dims: 1 }, 0, false);

    expect(kolmogorovSmirnov(p, q)).toBeCloseTo(expected.ks, 6);
    expect(ksProbability(expected.ks, 100, 100)).toBeCloseTo(expected.p, 6);
    expect(wasserstein(positions, p, q)).toBeCloseTo(expected.w1, 6);
    expect(wasserstein(positions, p, q) / sd).toBeCloseTo(expected.w1sd, 6);
  });
});

test.each([
  [0.1, 1747],
  [0.25, 1230],
  [0.5, 1107],
  [1, 1051],
])("after 1,000 zeros a constant %d raises the first Page-Hinkley alarm at value %i, as in river", (shift, first) => {
  let state = QUIET;
  let at = -1;
  while (!state.alarm) state = watchMean(state, ++at < 1000 ? 0 : shift);

  expect(at).toBe(first);
  expect(watchMean(state, 0)).toMatchObject({ values: 1, alarm: false });
});

test("nothing on one side is no drift", () => {
  const [nobody, somebody] = [[0, 0], [1, 2]];

  expect([jensenShannon(nobody, somebody), kolmogorovSmirnov(somebody, nobody), wasserstein([1, 2], nobody, somebody)]).toEqual([0, 0, 0]);
  expect(ksProbability(0.5, 0, 9)).toBe(1);
});

test("of many rows the limit distribution is close to the exact one", () => {
  // sqrt(nm / (n + m)) D = 1.36 is the familiar 5 % point.
  expect(ksProbability(1.36 * Math.sqrt(2 / 5000), 5000, 5000)).toBeCloseTo(0.049, 3);
  expect(ksProbability(1.36 * Math.sqrt(2 / 1000), 1000, 1000)).toBeCloseTo(0.05, 2);
});
