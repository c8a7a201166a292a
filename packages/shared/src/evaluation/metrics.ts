import { discount, idealGains } from "../math/discounted-gain.ts";

/** Depths that lists are judged at. */
const DEPTHS = [10, 20] as const;
export const LONGEST = 20;

/** recall, nDCG and hit rate at 10, then at 20. */
export const METRICS = ["recall10", "ndcg10", "hr10", "recall20", "ndcg20", "hr20"] as const;
export type Metric = (typeof METRICS)[number];

const IDEAL = idealGains(LONGEST);

/**
 * Judges a list against the products that were bought (design 4.0 step 5): recall = hits / |B|, nDCG = sum of 1 / log2(r + 1) over
 * the ranks r of hits over its value for the first min(k, |B|) ranks, hit rate = 1 with any hit. Written to `into` from `at` on,
 * in the order of {@link METRICS}; NaN where nothing was bought.
 */
export function judge<Product extends number | string>(list: ArrayLike<Product>, bought: ReadonlySet<Product>, { into, at }: { readonly into: Float32Array; readonly at: number }): void {
  let hits = 0;
  let gain = 0;
  let rank = 0;
  for (const [d, depth] of DEPTHS.entries()) {
    for (; rank < Math.min(depth, list.length); rank++) {
      if (!bought.has(list[rank])) continue;
      hits++;
      gain += discount(rank);
    }
    into[at + 3 * d] = hits / bought.size;
    into[at + 3 * d + 1] = gain / IDEAL[Math.min(depth, bought.size)];
    into[at + 3 * d + 2] = bought.size === 0 ? Number.NaN : Math.sign(hits);
  }
}
