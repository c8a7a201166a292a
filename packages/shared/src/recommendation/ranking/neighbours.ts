import { DAMPING } from "../model/customer-columns.ts";
import { createDecayTable, decayed } from "../model/decay.ts";
import { insertLargest, lowerBoundOf } from "../model/histogram.ts";
import { pageOf, startOf } from "../model/paged-pool.ts";
import type { HistoryItem } from "./repeat-score.ts";
import { toSeconds } from "../model/seconds.ts";
import type { ServingModel } from "../model/serving-model.ts";
import { collectSimilarities } from "./similarities.ts";
import { insert, startTopK } from "../model/top-k.ts";
import type { Moment } from "./trend.ts";
import { SETTINGS } from "../weights.ts";

const { queryHalfLife, productHalfLife, nearest: NEAREST, queryProducts } = SETTINGS.neighbours;
const QUERY_DECAY = createDecayTable(queryHalfLife);
/** Customers from which on their columns do not stay in the processor's nearer caches: in smaller shops to choose whom to look up costs more than to look up all. */
const FAR_FROM = 2 ** 17;
/** How many are looked up first where they are far. */
const MOST_SIMILAR = 2 * NEAREST;
/** 2^(-age / 90 d), how much a neighbour's product counts. */
export const PRODUCT_DECAY = createDecayTable(productHalfLife);

export interface NeighbourRequest {
  readonly history: readonly HistoryItem[];
  /** The customer's own index, -1 if there is none: nobody is their own neighbour. */
  readonly self: number;
  /** Customers from which on a table of those met takes the place of a column and few are looked up, {@link FAR_FROM} unless told otherwise: the neighbours are the same. */
  readonly farFrom?: number;
}

/**
 * kNN_uj = sum_v sim(u,v) 2^(-(now - last_vj) / 90 d) / sum_v sim(u,v) over the 100 most similar customers v, with
 * sim(u,v) = sum of w_i over query products i whose postings contain v / sqrt(distinct products of v) and
 * w_i = 2^(-(now - last_ui) / 60 d) ln(U / N_i) (design 3.1b; VMIS-kNN). The history has been scored before and is all the
 * candidates there are; the scores land in the scratch items.
 */
export function scoreNeighbours(model: ServingModel, moment: Moment, request: NeighbourRequest): void {
  fillQuery(model, moment, request.history);
  const met = collectSimilarities(model, { self: request.self, mostInColumn: request.farFrom ?? FAR_FROM });
  chooseNearest(model, met, request);
  spreadScores(model, moment);
}

/** The products bought last; equal times by the later place in the history, whose products are the candidates so far. */
function fillQuery(model: ServingModel, moment: Moment, history: readonly HistoryItem[]): void {
  const { query, items } = model.scratch;
  const { candidates, row } = items;
  const latest = startTopK(query.latest, queryProducts);
  const end = items.count - 1;
  for (let place = end; place >= 0; place--) insert(latest, end - place, history[row[candidates[place]] - 1].last);
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

/** Ties: the later last basket, then the smaller hash. Nobody, and erased customers, have no products. In order, so that sums over them come out the same everywhere. */
function chooseNearest(model: ServingModel, met: number, { farFrom = FAR_FROM }: NeighbourRequest): void {
  const { customers: scratch, nearest } = model.scratch;
  const { last: ties, hash: hashes } = model.customers.columns;
  const { ids, keys, bins, touched, sums } = scratch;
  const count = model.customers.count < farFrom ? lookUpAll(model, met) : lookUpFew(model, met);
  startTopK(nearest, NEAREST, { ties, hashes });
  // The lists of those met have been read, and are room for others.
  insertLargest(nearest, { ids, keys, count, bins }, { ids: touched, keys: sums });
}

function lookUpAll(model: ServingModel, met: number): number {
  const { distinct } = model.customers.columns;
  const { touched, sums, ids, keys } = model.scratch.customers;
  for (let i = 0; i < met; i++) {
    const customer = touched[i];
    ids[i] = customer;
    keys[i] = sums[i] * DAMPING[distinct[customer]];
  }
  return met;
}

/**
 * What divides a customer's similarity lies in a column of all customers, which of millions is far away: since it is 1 or more, whoever is less
 * similar than a hundred are near need not be looked up. The most similar come first, so that two thirds are not.
 */
function lookUpFew(model: ServingModel, met: number): number {
  const { sums, keys, bins } = model.scratch.customers;
  const similar = lowerBoundOf({ keys: sums, count: met, bins }, MOST_SIMILAR);
  const first = lookUp(model, { met, least: similar, below: Number.POSITIVE_INFINITY }, 0);
  return lookUp(model, { met, least: lowerBoundOf({ keys, count: first, bins }, NEAREST), below: similar }, first);
}

interface Range {
  readonly met: number;
  readonly least: number;
  readonly below: number;
}

/** Adds those of a similarity in a range to the `from` that have been looked up, and answers how many they are then. */
function lookUp(model: ServingModel, { met, least, below }: Range, from: number): number {
  const { distinct } = model.customers.columns;
  const { touched, sums, ids, keys } = model.scratch.customers;
  let count = from;
  for (let i = 0; i < met; i++) {
    const sum = sums[i];
    if (sum < least || sum >= below) continue;
    ids[count] = touched[i];
    keys[count++] = sum;
  }
  for (let i = from; i < count; i++) keys[i] *= DAMPING[distinct[ids[i]]];
  return count;
}

/** New candidates are counted as above. */
function spreadScores(model: ServingModel, moment: Moment): void {
  const { nearest, items } = model.scratch;
  const { neighbours, seen, candidates } = items;
  const { block, length, sizeClass } = model.customers.columns;
  let total = 0;
  for (let i = 0; i < nearest.size; i++) total += nearest.keys[i];
  touchLists(model);
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

/** Reads a word of every cache line of the neighbours' lists; as {@link touchPostings}. */
function touchLists(model: ServingModel): void {
  const { nearest, query } = model.scratch;
  const { block, length, sizeClass } = model.customers.columns;
  let touched = 0;
  for (let i = 0; i < nearest.size; i++) {
    const customer = nearest.ids[i];
    const page = pageOf(model.customers.pool, block[customer]);
    const start = startOf(block[customer]);
    const room = 1 << sizeClass[customer];
    touched |= page[start] | page[start + length[customer] - 1] | page[start + room] | page[start + room + length[customer] - 1];
  }
  query.touched = touched;
}
