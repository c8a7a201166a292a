import { DAMPING } from "../model/customer-columns.ts";
import { decayed } from "../model/decay.ts";
import { PRODUCT_DECAY } from "../ranking/neighbours.ts";
import { pageOf, startOf } from "../model/paged-pool.ts";
import { namedIn } from "../model/postings.ts";
import type { Round } from "../ranking/ranking.ts";

/** What neighbours say for a product. */
export interface NeighbourEvidence {
  /** The products of the query by which most of its score came, one or two, none where no other gave any. */
  readonly products: readonly number[];
  /** How many of the nearest customers have it. */
  readonly customers: number;
}

/**
 * For each recommended product what its kNN score came from. The score is a sum over neighbours v and query products i of
 * w_i / sqrt(distinct_v) x 2^(-age(v,j) / 90 d); this takes the sum over v first.
 */
export function neighbourEvidence(round: Round, recommended: readonly number[]): Map<number, NeighbourEvidence> {
  const width = recommended.length;
  const weights = neighbourWeights(round, recommended);
  const contributions = contributionsOf(round, weights, width);
  const customers = new Int32Array(width);
  for (let at = 0; at < weights.length; at++) if (weights[at] > 0) customers[at % width]++;
  return new Map(recommended.map((item, r) => [item, { products: largestTwo(round, contributions, { item, r, width }), customers: customers[r] }]));
}

/** For neighbour n and recommended product r: 2^(-age / 90 d) / sqrt(distinct), 0 where the neighbour does not have the product. */
function neighbourWeights({ model, moment }: Round, recommended: readonly number[]): Float64Array {
  const { nearest, items } = model.scratch;
  const { block, sizeClass, length, distinct } = model.customers.columns;
  const width = recommended.length;
  const weights = new Float64Array(nearest.size * width);
  for (let r = 0; r < width; r++) items.place[recommended[r]] = r + 1;
  for (let n = 0; n < nearest.size; n++) {
    const customer = nearest.ids[n];
    const page = pageOf(model.customers.pool, block[customer]);
    const start = startOf(block[customer]);
    const end = start + length[customer];
    const room = 1 << sizeClass[customer];
    for (let at = start; at < end; at++) {
      const place = items.place[page[at]];
      if (place > 0) weights[n * width + place - 1] = decayed(PRODUCT_DECAY, moment.seconds - page[at + room]) * DAMPING[distinct[customer]];
    }
  }
  for (let r = 0; r < width; r++) items.place[recommended[r]] = 0;
  return weights;
}

function contributionsOf({ model }: Round, weights: Float64Array, width: number): Float64Array {
  const { query, nearest, customers } = model.scratch;
  const { postingBlock, postingLength } = model.items.columns;
  const contributions = new Float64Array(query.size * width);
  for (let n = 0; n < nearest.size; n++) customers.place[nearest.ids[n]] = n + 1;
  for (let q = 0; q < query.size; q++) {
    const block = postingBlock[query.items[q]];
    const page = pageOf(model.postings, block);
    const start = startOf(block);
    const end = start + postingLength[query.items[q]];
    for (let at = start; at < end; at++) {
      const place = customers.place[namedIn(page[at])];
      if (place === 0) continue;
      const from = (place - 1) * width;
      for (let r = 0; r < width; r++) contributions[q * width + r] += query.weights[q] * weights[from + r];
    }
  }
  for (let n = 0; n < nearest.size; n++) customers.place[nearest.ids[n]] = 0;
  return contributions;
}

interface Recommended {
  readonly item: number;
  readonly r: number;
  readonly width: number;
}

function largestTwo({ model }: Round, contributions: Float64Array, { item, r, width }: Recommended): number[] {
  const { query } = model.scratch;
  const of = (q: number): number => (q < 0 ? 0 : contributions[q * width + r]);
  let first = -1;
  let second = -1;
  for (let q = 0; q < query.size; q++) {
    if (query.items[q] === item) continue;
    if (of(q) > of(first)) {
      second = first;
      first = q;
    } else if (of(q) > of(second)) second = q;
  }
  return [first, second].filter((q) => q >= 0).map((q) => query.items[q]);
}
