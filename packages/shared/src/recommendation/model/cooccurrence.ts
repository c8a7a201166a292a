import { allocate, floatsOf, pageOf, release, startOf } from "./paged-pool.ts";
import type { ServingModel } from "./serving-model.ts";
import { SETTINGS } from "../weights.ts";

/*
 * Per product the products that come in the same baskets, with forward-decayed counts, in at most 64 slots: 32 for the largest
 * counts and 32 on probation, given up in turn (a product bought again goes to the end of the queue), from which a product is promoted when it outgrows the least of the first
 * (design 3.4; eviction by similarity, Space-Saving and Misra-Gries all starve new products there). A block holds the products,
 * then the counts as 32-bit floats.
 */
const { main: MAIN, probation: PROBATION, basketProducts } = SETTINGS.pairs;
const MOST = MAIN + PROBATION;
const SMALLEST_CLASS = 2;

/** A product's row, for reading and for changing its counts. */
export interface Row {
  readonly ids: Int32Array;
  readonly counts: Float32Array;
  readonly start: number;
  readonly room: number;
  readonly length: number;
}

export function rowOf(model: ServingModel, item: number): Row {
  const { columns } = model.items;
  const block = columns.rowBlock[item];
  const length = columns.rowLength[item];
  if (columns.rowClass[item] === 0) return { ids: EMPTY, counts: EMPTY_COUNTS, start: 0, room: 0, length: 0 };
  return { ids: pageOf(model.pairs, block), counts: floatsOf(model.pairs, block), start: startOf(block), room: 1 << columns.rowClass[item], length };
}

const EMPTY = new Int32Array(0);
const EMPTY_COUNTS = new Float32Array(0);

/** Counts all pairs of a basket. */
export function addPairs(model: ServingModel, basket: readonly number[], weight: number): void {
  const size = Math.min(basket.length, basketProducts);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) if (a !== b) addPair(model, { item: basket[a], other: basket[b] }, weight);
  }
}

/** Takes the pairs among products given back out again, as far as they are still known; nothing falls below 0. */
export function subtractPairs(model: ServingModel, basket: readonly number[], weight: number): void {
  const size = Math.min(basket.length, basketProducts);
  for (let a = 0; a < size; a++) {
    const row = rowOf(model, basket[a]);
    for (let at = row.start; at < row.start + row.length; at++) {
      const other = basket.indexOf(row.ids[at]);
      if (other < 0 || other >= size || other === a) continue;
      row.counts[at + row.room] = Math.max(0, row.counts[at + row.room] - weight);
    }
    model.items.columns.rowLeast[basket[a]] = 0;
  }
}

/** Multiplies all counts, when their clock comes to another era. */
export function rescalePairs(model: ServingModel, factor: number): void {
  for (let item = 0; item < model.items.count; item++) {
    const row = rowOf(model, item);
    for (let at = row.start + row.room; at < row.start + row.room + row.length; at++) row.counts[at] *= factor;
    model.items.columns.rowLeast[item] *= factor;
  }
}

interface Pair {
  readonly item: number;
  readonly other: number;
}

function addPair(model: ServingModel, pair: Pair, weight: number): void {
  const row = rowOf(model, pair.item);
  const end = row.start + row.length;
  let at = row.start;
  while (at < end && row.ids[at] !== pair.other) at++;
  if (at === end) addToRow(model, pair, weight);
  else {
    row.counts[at + row.room] += weight;
    if (at >= row.start + MAIN) renew(model, pair.item, at);
  }
}

/** A full row gives up the product that has been on probation longest without being bought. */
function addToRow(model: ServingModel, pair: Pair, weight: number): void {
  const { columns } = model.items;
  const { item, other } = pair;
  if (columns.rowLength[item] === rowOf(model, item).room && columns.rowLength[item] < MOST) enlargeRow(model, item);
  const grows = columns.rowLength[item] < MOST;
  if (grows) columns.rowLength[item]++;
  const row = rowOf(model, item);
  const at = row.start + (grows ? row.length - 1 : MAIN + columns.rowNext[item]);
  if (!grows) columns.rowNext[item] = (columns.rowNext[item] + 1) % PROBATION;
  row.ids[at] = other;
  row.counts[at + row.room] = weight;
  if (at >= row.start + MAIN) promote(model, item, at);
}

/** Renews a product on probation, by exchange with the one that would be given up last. */
function renew(model: ServingModel, item: number, at: number): void {
  const row = rowOf(model, item);
  const full = row.length === MOST;
  const newest = full ? row.start + MAIN + ((model.items.columns.rowNext[item] + PROBATION - 1) % PROBATION) : row.start + row.length - 1;
  exchange(row, at, newest);
  promote(model, item, newest);
}

/** A product on probation that outgrew the least of the main slots changes places with it. */
function promote(model: ServingModel, item: number, at: number): void {
  const { rowLeast } = model.items.columns;
  const row = rowOf(model, item);
  const { counts, start, room } = row;
  // Counts in main slots hardly ever fall, so the least known from last time saves looking for it nearly always.
  if (counts[at + room] <= rowLeast[item]) return;
  let least = start;
  for (let i = start + 1; i < start + MAIN; i++) if (counts[i + room] < counts[least + room]) least = i;
  rowLeast[item] = counts[least + room];
  if (counts[at + room] > counts[least + room]) exchange(row, at, least);
}

function exchange({ ids, counts, room }: Row, a: number, b: number): void {
  const id = ids[a];
  const count = counts[a + room];
  ids[a] = ids[b];
  counts[a + room] = counts[b + room];
  ids[b] = id;
  counts[b + room] = count;
}

function enlargeRow(model: ServingModel, item: number): void {
  const { columns } = model.items;
  const old = rowOf(model, item);
  const oldBlock = columns.rowBlock[item];
  const sizeClass = old.room === 0 ? SMALLEST_CLASS : columns.rowClass[item] + 1;
  const block = allocate(model.pairs, sizeClass + 1);
  const start = startOf(block);
  pageOf(model.pairs, block).set(old.ids.subarray(old.start, old.start + old.length), start);
  const counts = floatsOf(model.pairs, block);
  counts.set(old.counts.subarray(old.start + old.room, old.start + old.room + old.length), start + (1 << sizeClass));
  if (old.room > 0) release(model.pairs, oldBlock, columns.rowClass[item] + 1);
  columns.rowBlock[item] = block;
  columns.rowClass[item] = sizeClass;
}
