import { createDecayTable, decayed } from "./decay.ts";
import { pageOf, startOf } from "./paged-pool.ts";
import { itemOf } from "./item-index.ts";
import type { HistoryItem } from "./repeat-score.ts";
import { touchItem } from "./scratch.ts";
import { toSeconds } from "./seconds.ts";
import type { ServingModel } from "./serving-model.ts";
import { canEnter, offer, sortTopK, startTopK } from "./top-k.ts";
import type { Moment } from "./trend.ts";
import { DAY_SECONDS, SETTINGS } from "./weights.ts";

const { queryHalfLife, productHalfLife, nearest: NEAREST, queryProducts } = SETTINGS.neighbours;
const QUERY_SECONDS = queryHalfLife * DAY_SECONDS;
/** 2^(-age / 30 d), how much a neighbour's product counts. */
export const PRODUCT_DECAY = createDecayTable(productHalfLife);

export interface NeighbourRequest {
  readonly history: readonly HistoryItem[];
  /** The customer's own index, -1 if there is none: nobody is their own neighbour. */
  readonly self: number;
}

/**
 * kNN_uj = sum_v sim(u,v) 2^(-(now - last_vj) / 30 d) / sum_v sim(u,v) over the 100 most similar customers v, with
 * sim(u,v) = sum of w_i over query products i whose postings contain v / sqrt(distinct products of v) and
 * w_i = 2^(-(now - last_ui) / 60 d) ln(U / N_i) (design 3.1b; VMIS-kNN). The scores land in the scratch items.
 */
export function scoreNeighbours(model: ServingModel, moment: Moment, request: NeighbourRequest): void {
  fillQuery(model, moment, request.history);
  const touched = collectSimilarities(model);
  chooseNearest(model, touched, request.self);
  spreadScores(model, moment);
}

/** The products bought last; equal times by the later place in the history. */
function fillQuery(model: ServingModel, moment: Moment, history: readonly HistoryItem[]): void {
  const { query } = model.scratch;
  const latest = startTopK(query.latest, queryProducts);
  for (let row = 0; row < history.length; row++) offer(latest, { id: row, key: history[row].last, second: row });
  sortTopK(latest);
  query.size = 0;
  for (let i = 0; i < latest.size; i++) {
    const item = itemOf(model.items, history[latest.ids[i]].productId);
    if (item < 0) continue;
    const age = Math.max(0, moment.seconds - toSeconds(latest.keys[i]));
    const rarity = Math.log(model.totals.customers / model.items.columns.buyers[item]);
    const weight = 2 ** (-age / QUERY_SECONDS) * rarity;
    if (!(weight > 0) || weight === Number.POSITIVE_INFINITY) continue;
    query.items[query.size] = item;
    query.weights[query.size] = weight;
    query.size++;
  }
}

/** Sums the weights by customer; a customer counts once per product, however often they stand in its postings. */
function collectSimilarities(model: ServingModel): number {
  const { query, customers: scratch } = model.scratch;
  const { mark, similarity, touched } = scratch;
  const { postingBlock, postingLength } = model.items.columns;
  const first = scratch.tag + 1;
  let count = 0;
  for (let q = 0; q < query.size; q++) {
    const item = query.items[q];
    const length = postingLength[item];
    if (length === 0) continue;
    const weight = query.weights[q];
    const tag = ++scratch.tag;
    const page = pageOf(model.postings, postingBlock[item]);
    const start = startOf(postingBlock[item]);
    for (let at = start; at < start + length; at++) {
      const customer = page[at];
      const seen = mark[customer];
      if (seen === tag) continue;
      mark[customer] = tag;
      if (seen >= first) similarity[customer] += weight;
      else {
        similarity[customer] = weight;
        touched[count++] = customer;
      }
    }
  }
  return count;
}

/** Ties: the later last basket, then the smaller index. */
function chooseNearest(model: ServingModel, touched: number, self: number): void {
  const { customers: scratch, nearest } = model.scratch;
  const { distinct, last } = model.customers.columns;
  startTopK(nearest, NEAREST);
  for (let i = 0; i < touched; i++) {
    const id = scratch.touched[i];
    // Nobody, and erased customers, have no products.
    if (id === self || distinct[id] === 0) continue;
    const key = scratch.similarity[id] / Math.sqrt(distinct[id]);
    if (canEnter(nearest, key)) offer(nearest, { id, key, second: last[id] });
  }
  sortTopK(nearest);
}

function spreadScores(model: ServingModel, moment: Moment): void {
  const { nearest, items } = model.scratch;
  const { block, sizeClass, length } = model.customers.columns;
  let total = 0;
  for (let i = 0; i < nearest.size; i++) total += nearest.keys[i];
  const { seconds } = moment;
  const { neighbours } = items;
  for (let i = 0; i < nearest.size; i++) {
    const customer = nearest.ids[i];
    const share = nearest.keys[i] / total;
    const page = pageOf(model.customers.pool, block[customer]);
    const start = startOf(block[customer]);
    const times = 1 << sizeClass[customer];
    for (let at = start; at < start + length[customer]; at++) {
      touchItem(items, page[at]);
      neighbours[page[at]] += share * decayed(PRODUCT_DECAY, seconds - page[at + times]);
    }
  }
}
