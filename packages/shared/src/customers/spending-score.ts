/**
 * Scores from 1 to 100 by rank: max(1, ceil(100 x share of customers with at most as much)). `spends` are forward-decayed spends
 * (decayed-spend.ts); where one is nothing (-Infinity) or not known, the score is NaN. The common decay cancels in ranks, so that scores
 * do not depend on when they are asked for.
 */
export function spendingScores(spends: Float64Array): Float64Array {
  const sorted = spends.filter(Number.isFinite).sort();
  return spends.map((spend) => (Number.isFinite(spend) ? Math.max(1, Math.ceil((100 * atMost(sorted, spend)) / sorted.length)) : Number.NaN));
}

/** Values of an ascending list that are not above `value`. */
function atMost(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
