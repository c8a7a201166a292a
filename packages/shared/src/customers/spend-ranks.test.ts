import { expect, test } from "vitest";
import { seededRandom } from "../math/random.ts";
import { countSpend, noSpendRanks, scoreAmong } from "./spend-ranks.ts";
import { spendingScores } from "./spending-score.ts";

const random = seededRandom(3);
const spends = Float64Array.from({ length: 5_000 }, () => 70 + 3 * (random() + random() + random()));

test("scores are those by rank, give or take a point", () => {
  const ranks = noSpendRanks();
  for (const spend of spends) countSpend(ranks, spend, 1);
  const exact = spendingScores(spends);

  const off = Array.from(spends, (spend, at) => Math.abs(scoreAmong(ranks, spend) - (exact[at] ?? 0)));
  expect(Math.max(...off)).toBeLessThanOrEqual(1);
});

test("what is counted out leaves no trace, in whatever order", () => {
  const ranks = noSpendRanks();
  const others = noSpendRanks();
  for (const spend of spends) countSpend(ranks, spend, 1);
  for (const spend of spends.subarray(0, 2_500)) countSpend(ranks, spend, -1);
  for (const spend of spends.subarray(2_500).slice().reverse()) countSpend(others, spend, 1);

  expect([...ranks.counts].sort()).toEqual([...others.counts].sort());
  expect(scoreAmong(ranks, 74)).toBe(scoreAmong(others, 74));
});

test("those without spend have no score, and are nobody to be compared with", () => {
  const ranks = noSpendRanks();
  countSpend(ranks, Number.NEGATIVE_INFINITY, 1);
  countSpend(ranks, Number.NaN, 1);
  expect(scoreAmong(ranks, 70)).toBeNaN();
  countSpend(ranks, 70, 1);

  expect([69, 70, 71].map((spend) => scoreAmong(ranks, spend))).toEqual([1, 100, 100]);
  expect([Number.NEGATIVE_INFINITY, Number.NaN].map((spend) => scoreAmong(ranks, spend))).toEqual([Number.NaN, Number.NaN]);
});
