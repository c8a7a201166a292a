import { expect, test } from "vitest";
import { transitionsOf } from "./transitions.ts";

const overlap = (counts: number[][]) => ({
  counts,
  before: counts.map((row) => row.reduce((sum, n) => sum + n, 0)),
  after: counts[0].map((_, j) => counts.reduce((sum, row) => sum + row[j], 0)),
});
const ids = (before: number, after: number) => ({
  before: Array.from({ length: before }, (_, i) => `old-${i}`),
  after: Array.from({ length: after }, (_, j) => `new-${j}`),
});

test("a segment that keeps half of its customers survives", () => {
  expect(transitionsOf(overlap([[5, 3, 2]]), ids(1, 3))[0]).toEqual({ type: "survive", from: ["old-0"], to: ["new-0"], customers: 5 });
});

test("two that go the same way merge", () => {
  expect(transitionsOf(overlap([[8, 2], [9, 1]]), ids(2, 2))[0]).toEqual({ type: "merge", from: ["old-0", "old-1"], to: ["new-0"], customers: 17 });
});

test("one that goes two ways splits: parts of a quarter or more, together half or more", () => {
  expect(transitionsOf(overlap([[45, 30, 25]]), ids(1, 3))).toEqual([
    { type: "split", from: ["old-0"], to: ["new-0", "new-1", "new-2"], customers: 100 },
  ]);
});

test("one that scatters disappears, one from nowhere appears", () => {
  expect(transitionsOf(overlap([[24, 24, 24, 28]]), ids(1, 4))).toContainEqual({ type: "disappear", from: ["old-0"], to: [], customers: 100 });
  expect(transitionsOf(overlap([[9, 1]]), ids(1, 2))).toContainEqual({ type: "appear", from: [], to: ["new-1"], customers: 1 });
});

test("one without customers disappears", () => {
  expect(transitionsOf(overlap([[0], [4]]), ids(2, 1))).toContainEqual({ type: "disappear", from: ["old-0"], to: [], customers: 0 });
});
