import { decayed } from "./decay.ts";
import { PRODUCT_DECAY } from "./neighbours.ts";
import { pageOf, startOf } from "./paged-pool.ts";
import type { Round } from "./ranking.ts";

/** Products named in a reason at most. */
const MOST_NAMED = 2;

/**
 * For each recommended product the products of the query that gave most of its kNN score. The score is a sum over neighbours v
 * and query products i of w_i / sqrt(distinct_v) x 2^(-age(v,j) / 30 d); this takes the sum over v first.
 */
export function neighbourEvidence(round: Round, recommended: readonly number[]): Map<number, readonly number[]> {
  const { query } = round.model.scratch;
  const weights = neighbourWeights(round, recommended);
  const contributions = contributionsOf(round, weights, recommended.length);
  return new Map(
    recommended.map((item, r) => {
      const shares = Array.from({ length: query.size }, (_, q) => ({ q, share: contributions[q * recommended.length + r] }));
      const named = shares.filter(({ q, share }) => share > 0 && query.items[q] !== item);
      named.sort((a, b) => b.share - a.share || a.q - b.q);
      return [item, named.slice(0, MOST_NAMED).map(({ q }) => query.items[q])] as const;
    }),
  );
}

/** For neighbour n and recommended product r: 2^(-age / 30 d) / sqrt(distinct), 0 where the neighbour does not have the product. */
function neighbourWeights({ model, moment }: Round, recommended: readonly number[]): Float64Array {
  const { nearest } = model.scratch;
  const { block, sizeClass, length, distinct } = model.customers.columns;
  const columnOf = new Map(recommended.map((item, r) => [item, r]));
  const weights = new Float64Array(nearest.size * recommended.length);
  for (let n = 0; n < nearest.size; n++) {
    const customer = nearest.ids[n];
    const page = pageOf(model.customers.pool, block[customer]);
    const start = startOf(block[customer]);
    for (let at = start; at < start + length[customer]; at++) {
      const r = columnOf.get(page[at]);
      if (r === undefined) continue;
      const age = moment.seconds - page[at + (1 << sizeClass[customer])];
      weights[n * recommended.length + r] = decayed(PRODUCT_DECAY, age) / Math.sqrt(distinct[customer]);
    }
  }
  return weights;
}

function contributionsOf({ model }: Round, weights: Float64Array, width: number): Float64Array {
  const { query, nearest, customers: scratch } = model.scratch;
  const { postingBlock, postingLength } = model.items.columns;
  const contributions = new Float64Array(query.size * width);
  const seen = new Int32Array(nearest.size).fill(-1);
  const base = scratch.tag + 1;
  scratch.tag += nearest.size + 1;
  for (let n = 0; n < nearest.size; n++) scratch.mark[nearest.ids[n]] = base + n;
  for (let q = 0; q < query.size; q++) {
    const block = postingBlock[query.items[q]];
    const page = pageOf(model.postings, block);
    const end = startOf(block) + postingLength[query.items[q]];
    for (let at = startOf(block); at < end; at++) {
      const n = scratch.mark[page[at]] - base;
      if (n < 0 || seen[n] === q) continue;
      seen[n] = q;
      for (let r = 0; r < width; r++) contributions[q * width + r] += query.weights[q] * weights[n * width + r];
    }
  }
  return contributions;
}
