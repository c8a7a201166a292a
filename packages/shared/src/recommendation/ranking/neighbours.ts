import { DAMPING } from "../model/customer-columns.ts";
import { createDecayTable, decayed } from "../model/decay.ts";
import { lowerBoundOf } from "../model/lower-bound.ts";
import { pageOf, startOf } from "../model/paged-pool.ts";
import { namedIn } from "../model/postings.ts";
import type { HistoryItem } from "./repeat-score.ts";
import { toSeconds } from "../model/seconds.ts";
import type { ServingModel } from "../model/serving-model.ts";
import { offer, sortTopK, startTopK } from "../model/top-k.ts";
import type { Moment } from "./trend.ts";
import { SETTINGS } from "../weights.ts";

const { queryHalfLife, productHalfLife, nearest: NEAREST, queryProducts } = SETTINGS.neighbours;
const QUERY_DECAY = createDecayTable(queryHalfLife);
/** 2^(-age / 90 d), how much a neighbour's product counts. */
export const PRODUCT_DECAY = createDecayTable(productHalfLife);

export interface NeighbourRequest {
  readonly history: readonly HistoryItem[];
  /** The customer's own index, -1 if there is none: nobody is their own neighbour. */
  readonly self: number;
}

/**
 * kNN_uj = sum_v sim(u,v) 2^(-(now - last_vj) / 90 d) / sum_v sim(u,v) over the 100 most similar customers v, with
 * sim(u,v) = sum of w_i over query products i whose postings contain v / sqrt(distinct products of v) and
 * w_i = 2^(-(now - last_ui) / 60 d) ln(U / N_i) (design 3.1b; VMIS-kNN). The history has been scored before and is all the
 * candidates there are; the scores land in the scratch items.
 */
export function scoreNeighbours(model: ServingModel, moment: Moment, request: NeighbourRequest): void {
  fillQuery(model, moment, request.history);
  const touched = collectSimilarities(model);
  chooseNearest(model, touched, request.self);
  spreadScores(model, moment);
}

/** The products bought last; equal times by the later place in the history, whose products are the candidates so far. */
function fillQuery(model: ServingModel, moment: Moment, history: readonly HistoryItem[]): void {
  const { query, items } = model.scratch;
  const { candidates, row } = items;
  const latest = startTopK(query.latest, queryProducts);
  const end = items.count - 1;
  for (let place = end; place >= 0; place--) offer(latest, end - place, history[row[candidates[place]] - 1].last);
  sortTopK(latest);
  query.size = 0;
  for (let i = 0; i < latest.size; i++) {
    const item = candidates[end - latest.ids[i]];
    const rarity = Math.log(model.totals.customers / model.items.columns.buyers[item]);
    const weight = decayed(QUERY_DECAY, moment.seconds - toSeconds(latest.keys[i])) * rarity;
    if (!(weight > 0) || weight === Number.POSITIVE_INFINITY) continue;
    query.items[query.size] = item;
    query.weights[query.size] = weight;
    query.size++;
  }
}

/**
 * Sums the weights by customer, and answers how many there are. A customer is named at most once in the postings of a product (postings.ts).
 * Whether one is met for the first time is a coin toss that no processor foresees, so it is counted rather than asked: a third of the time of
 * a branch.
 */
function collectSimilarities(model: ServingModel): number {
  const { query, customers: scratch } = model.scratch;
  const { met, similarity, slots } = scratch;
  const mask = met.length - 1;
  const { postingBlock, postingLength } = model.items.columns;
  let count = 0;
  for (let q = 0; q < query.size; q++) {
    const item = query.items[q];
    const weight = query.weights[q];
    const page = pageOf(model.postings, postingBlock[item]);
    const start = startOf(postingBlock[item]);
    const end = start + postingLength[item];
    for (let at = start; at < end; at++) {
      const name = namedIn(page[at]) + 1;
      let slot = name & mask;
      while (met[slot] !== name && met[slot] !== 0) slot = (slot + 1) & mask;
      slots[count] = slot;
      count = (count + Number(met[slot] === 0)) | 0;
      met[slot] = name;
      similarity[slot] += weight;
    }
  }
  return count;
}

/** Ties: the later last basket, then the smaller hash. Nobody, and erased customers, have no products. In order, so that sums over them come out the same everywhere. */
function chooseNearest(model: ServingModel, touched: number, self: number): void {
  const { customers: scratch, nearest } = model.scratch;
  const { distinct, last: ties, hash: hashes } = model.customers.columns;
  const { met, similarity, slots, touched: ids, keys, bins } = scratch;
  for (let i = 0; i < touched; i++) {
    const slot = slots[i];
    const id = met[slot] - 1;
    ids[i] = id;
    keys[i] = id === self ? 0 : similarity[slot] * DAMPING[distinct[id]];
    met[slot] = 0;
    similarity[slot] = 0;
  }
  const least = lowerBoundOf({ keys, count: touched, bins }, NEAREST);
  startTopK(nearest, NEAREST, { ties, hashes });
  for (let i = 0; i < touched; i++) if (keys[i] >= least && keys[i] > 0) offer(nearest, ids[i], keys[i]);
  sortTopK(nearest);
}

/** New candidates are counted as above. */
function spreadScores(model: ServingModel, moment: Moment): void {
  const { nearest, items } = model.scratch;
  const { neighbours, seen, candidates } = items;
  const { block, length, sizeClass } = model.customers.columns;
  let total = 0;
  for (let i = 0; i < nearest.size; i++) total += nearest.keys[i];
  let count = items.count;
  for (let i = 0; i < nearest.size; i++) {
    const customer = nearest.ids[i];
    const page = pageOf(model.customers.pool, block[customer]);
    const start = startOf(block[customer]);
    const end = start + length[customer];
    const room = 1 << sizeClass[customer];
    const share = nearest.keys[i] / total;
    for (let at = start; at < end; at++) {
      const item = page[at];
      neighbours[item] += share * decayed(PRODUCT_DECAY, moment.seconds - page[at + room]);
      candidates[count] = item;
      count = (count + 1 - seen[item]) | 0;
      seen[item] = 1;
    }
  }
  items.count = count;
}
