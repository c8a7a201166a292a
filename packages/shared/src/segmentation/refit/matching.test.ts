import { describe, expect, test } from "vitest";
import { jaccard, matchSlots, overlapOf } from "./matching.ts";

/** An overlap from its counts alone. */
const overlap = (counts: number[][]) => ({
  counts,
  before: counts.map((row) => row.reduce((sum, n) => sum + n, 0)),
  after: counts[0].map((_, j) => counts.reduce((sum, row) => sum + row[j], 0)),
});

test("customers are counted by old and new slot, those without either left out", () => {
  const found = overlapOf([0, 0, 1, -1, 1], [1, 0, 1, 1, -1], { before: 2, after: 2 });

  expect(found).toEqual({ counts: [[1, 1], [0, 1]], before: [2, 1], after: [1, 2] });
  expect(jaccard(found, 0, 1)).toBe(1 / 3);
});

describe("matching", () => {
  test("the best for all together, where the best pair first would leave the other with nothing", () => {
    // J: .351 .316 / .316 .010, so the best pair first makes .361 and the other diagonal .632.
    const found = { counts: [[520, 480], [480, 20]], before: [1000, 1000], after: [1000, 1000] };

    expect(jaccard(found, 0, 0)).toBeGreaterThan(jaccard(found, 0, 1));
    expect(jaccard(found, 0, 0)).toBeGreaterThan(jaccard(found, 1, 0));
    expect(matchSlots(found, null)).toEqual([1, 0]);
  });

  test("a relabelled partition is recognised", () => {
    expect(matchSlots(overlap([[0, 0, 7], [5, 0, 0], [0, 6, 0]]), null)).toEqual([1, 2, 0]);
  });

  test("more new slots than old, and fewer", () => {
    expect(matchSlots(overlap([[9, 0, 1]]), null)).toEqual([0, -1, -1]);
    expect(matchSlots(overlap([[9], [1], [0]]), null)).toEqual([0]);
  });

  test.each([
    ["half of its customers, lost in a crowd", 50, 100, 1000, true],
    ["less than half of them there", 49, 100, 1000, false],
    ["a Jaccard of .3", 72, 200, 110, true],
    ["a Jaccard under .3", 71, 200, 110, false],
    ["nobody", 0, 100, 100, false],
  ])("an heir by %s", (_, ...[common, before, after, heir]) => {
    expect(matchSlots({ counts: [[common]], before: [before], after: [after] }, null)).toEqual([heir ? 0 : -1]);
  });

  test("nearness of the centroids decides between equals only", () => {
    const equal = overlap([[5, 5], [5, 5]]);

    expect(matchSlots(equal, [[0, 9], [9, 0]])).toEqual([0, 1]);
    expect(matchSlots(equal, [[9, 0], [0, 9]])).toEqual([1, 0]);
    expect(matchSlots(overlap([[9, 1], [1, 9]]), [[9, 0], [0, 9]])).toEqual([0, 1]);
  });

  test("nothing before, nothing to continue", () => {
    expect(matchSlots({ counts: [], before: [], after: [3, 4] }, null)).toEqual([-1, -1]);
  });
});
