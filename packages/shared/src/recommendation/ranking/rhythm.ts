import type { HistoryItem } from "./repeat-score.ts";
import { DAY_MS, SETTINGS } from "../weights.ts";

const { halfLife, due, lapsed } = SETTINGS.repeat;
const STEPS = 50;

/**
 * Days between a customer's purchases of a product, NaN with fewer than two. Told from their number n and the decayed sum
 * D = sum of 2^(-(last - t) / 120 d): at an even pace of x days it is 1 + q + ... + q^(n-1) with q = 2^(-x / 120), which rises with q
 * from 1 to n, so that q is found by halving. Of an uneven pace it gives the mean that weighs recent purchases more.
 */
export function usualInterval({ count, decayed }: Pick<HistoryItem, "count" | "decayed">): number {
  if (count < 2) return Number.NaN;
  if (decayed >= count) return 0;
  let low = 0;
  let high = 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (powerSum(middle, count) < decayed) low = middle;
    else high = middle;
  }
  return -halfLife * Math.log2(high);
}

/** Whether a customer who keeps their pace needs the product about now: from when most of the usual interval is over until it was missed several times. */
export function isDue(item: HistoryItem, now: number): boolean {
  const intervals = (now - item.last) / DAY_MS / usualInterval(item);
  return intervals >= due && intervals <= lapsed;
}

/** 1 + q + ... + q^(n-1). */
function powerSum(q: number, n: number): number {
  return q === 1 ? n : (1 - q ** n) / (1 - q);
}
