import { NO_SPEND } from "./decayed-spend.ts";

/** Width of a bucket of L, forward-decayed spend on a logarithmic scale: customers within 2 % of each other score alike. */
const WIDTH = 0.02;

/**
 * How many customers have how much forward-decayed spend, as a histogram of L (decayed-spend.ts): counts can be taken out again, so that
 * it follows every update exactly, and scores do not depend on the order of updates. At most a point or so beside scores by rank.
 */
export interface SpendRanks {
  readonly counts: Map<number, number>;
  /** Customers in a bucket or below it, from the lowest on; made when it is asked for. */
  upTo: { readonly lowest: number; readonly customers: Float64Array } | null;
}

export const noSpendRanks = (): SpendRanks => ({ counts: new Map(), upTo: null });

const bucketOf = (spend: number): number => Math.floor(spend / WIDTH);

/** Counts a customer's spend in (`sign` 1) or out (-1); without any there is nothing to count. */
export function countSpend(ranks: SpendRanks, spend: number, sign: 1 | -1): void {
  if (!isRanked(spend)) return;
  const bucket = bucketOf(spend);
  const count = (ranks.counts.get(bucket) ?? 0) + sign;
  if (count === 0) ranks.counts.delete(bucket);
  else ranks.counts.set(bucket, count);
  ranks.upTo = null;
}

/** Whether a spend has a rank: NaN stands for a customer whose score is given. */
export const isRanked = (spend: number): boolean => spend > NO_SPEND;

/** A score from 1 to 100: max(1, ceil(100 x share of the counted customers with at most as much)), NaN for no spend. */
export function scoreAmong(ranks: SpendRanks, spend: number): number {
  if (!isRanked(spend) || ranks.counts.size === 0) return Number.NaN;
  ranks.upTo ??= cumulated(ranks.counts);
  const { lowest, customers } = ranks.upTo;
  const at = Math.min(bucketOf(spend) - lowest, customers.length - 1);
  return at < 0 ? 1 : Math.max(1, Math.ceil((100 * customers[at]) / customers[customers.length - 1]));
}

function cumulated(counts: ReadonlyMap<number, number>): NonNullable<SpendRanks["upTo"]> {
  const buckets = [...counts.keys()];
  const lowest = Math.min(...buckets);
  const customers = new Float64Array(Math.max(...buckets) - lowest + 1);
  for (const [bucket, count] of counts) customers[bucket - lowest] = count;
  for (let at = 1; at < customers.length; at++) customers[at] += customers[at - 1];
  return { lowest, customers };
}
