import { expect, test } from "vitest";
import { spendingScores } from "./spending-score.ts";

test("a score is the share of customers with at most as much, from 1 to 100", () => {
  const scores = spendingScores(Float64Array.of(5, 1, 3, 3, Number.NEGATIVE_INFINITY));

  expect(Array.from(scores)).toEqual([100, 25, 75, 75, Number.NaN]);
});

test("the least of many scores 1", () => {
  expect(spendingScores(Float64Array.from({ length: 1000 }, (_, at) => at))[0]).toBe(1);
});
