import type { HistoryItem } from "./repeat-score.ts";
import { DAY_MS, SETTINGS } from "../weights.ts";

const { halfLife, due, lapsed } = SETTINGS.repeat;
/** The least share that is told from none: an interval of 50 half-lives. */
const LEAST = 2 ** -50;
const STEPS = 50;
const PRECISION = 1e-14;

/**
 * Days between a customer's purchases of a product, NaN with fewer than two. Told from their number n and the decayed sum
 * D = sum of 2^(-(last - t) / 120 d): at an even pace of x days it is 1 + q + ... + q^(n-1) with q = 2^(-x / 120), which rises with q
 * from 1 to n. Of an uneven pace it gives the mean that weighs recent purchases more.
 */
export function usualInterval({ count, decayed }: Pick<HistoryItem, "count" | "decayed">): number {
  if (count < 2) return Number.NaN;
  if (decayed >= count) return 0;
  return -halfLife * Math.log2(Math.max(LEAST, ratioOf(count, decayed)));
}

/** The q of which 1 + q + ... + q^(n-1) is D: of a convex sum, so that Newton's steps from 1 down never go past it. */
function ratioOf(n: number, sum: number): number {
  if (n === 2) return sum - 1;
  let q = 1 - (2 * (n - sum)) / (n * (n - 1));
  for (let step = 0; step < STEPS; step++) {
    const last = q ** (n - 1);
    const powers = (1 - last * q) / (1 - q);
    const down = ((powers - sum) * (1 - q)) / (powers - n * last);
    if (!(down > PRECISION * q)) break;
    q -= down;
  }
  return q;
}

/**
 * The same without steps, for where many are told: the purchases before the last are (n - 1) / 2 intervals older than it on average, so that D / n is about 2^(-x (n - 1) / 240). It is
 * exact where all are of one time, and too short the more unevenly or longer the customer has bought.
 */
export function roughInterval({ count, decayed }: Pick<HistoryItem, "count" | "decayed">): number {
  return count < 2 ? Number.NaN : (-2 * halfLife * Math.log2(Math.min(1, decayed / count))) / (count - 1);
}

/** Whether a customer who keeps their pace needs the product about now: from when most of the usual interval is over until it was missed several times. */
export function isDue(item: HistoryItem, now: number): boolean {
  const intervals = (now - item.last) / DAY_MS / usualInterval(item);
  return intervals >= due && intervals <= lapsed;
}
