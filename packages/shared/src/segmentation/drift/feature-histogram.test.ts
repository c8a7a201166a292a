import { expect, test } from "vitest";
import { BINS, binOf, columnOf, evenGroups, grouped, POSITIONS, rebinned } from "./feature-histogram.ts";
import { wasserstein } from "./wasserstein.ts";

const scale = (mean: number, sd: number) => ({ mean: [mean], sd: [sd], log: [false], clip: null });

/** Counts of those values of one column. */
function counted(values: readonly number[], mean: number, sd: number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) counts[binOf(scale(mean, sd), 0, value)]++;
  return counts;
}
const values = Array.from({ length: 1000 }, (_, at) => 40 + 20 * Math.sin(at) + (at % 7));

test("bins cover -3 to 3 sd, and what lies beyond is in the outermost", () => {
  expect([-99, -3, 0, 2.999, 99].map((value) => binOf(scale(0, 1), 0, value))).toEqual([0, 0, 30, 59, 59]);
  expect(binOf(scale(0, 1), 0, Number.NaN)).toBe(-1);
});

test("ten groups of about equal counts; a bin that holds more is a group of its own", () => {
  const even = evenGroups(new Array<number>(BINS).fill(5));
  expect(grouped(new Array<number>(BINS).fill(5), even)).toEqual(new Array<number>(10).fill(30));

  const lumpy = new Array<number>(BINS).fill(0);
  lumpy[3] = 90;
  lumpy[40] = 10;
  expect(grouped(lumpy, evenGroups(lumpy))).toEqual([90, 10]);
});

test("counted in another scale they are the same customers, within a bin", () => {
  const then = rebinned(counted(values, 40, 15), scale(40, 15), scale(47, 12));

  expect(then.reduce((sum, count) => sum + count, 0)).toBeCloseTo(1000, 9);
  expect(wasserstein(POSITIONS, then, columnOf(counted(values, 47, 12), 0))).toBeLessThan(0.05);
});
