import { expect, test } from "vitest";
import { binOf, histogramOf } from "./histogram.ts";

const of = (...values: readonly number[]) => Float64Array.from(values);

test("bins of whole numbers hold equally many of them", () => {
  const once = Float64Array.from({ length: 100 }, (_, at) => at + 1);

  // 99 over ten bins is 9.9, so that bins of ten numbers are the next larger ones.
  expect(histogramOf(once)).toEqual({ edges: [1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 100], counts: new Array<number>(10).fill(10) });
});

test("a long tail is one last bin, and the rest is told apart", () => {
  const most = Array.from({ length: 995 }, (_, at) => at / 100);
  const { edges, counts } = histogramOf(of(...most, 50, 60, 70, 80, 1000));

  expect(edges.at(-1)).toBe(1000);
  expect(edges.at(-2)).toBeLessThan(50);
  expect(counts.at(-1)).toBeLessThan(15);
  expect(counts.slice(0, -1).filter((count) => count === 0)).toEqual([]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
});

test("every value lies within the edges of its bin, whatever rounding makes of them", () => {
  const values = Float64Array.from({ length: 400 }, (_, at) => (at * 7919) % 401 / 10).sort();
  const { edges } = histogramOf(values);

  for (const value of values) {
    const bin = binOf(value, edges);
    expect(value).toBeGreaterThanOrEqual(edges[bin]);
    if (bin < edges.length - 2) expect(value).toBeLessThan(edges[bin + 1]);
  }
});

test("a single value is a single bin, and none is no histogram", () => {
  expect(histogramOf(of(3, 3))).toEqual({ edges: [3, 3], counts: [2] });
  expect(histogramOf(of())).toEqual({ edges: [], counts: [] });
});
