import { allocate, floatsOf, pageOf, release, startOf } from "./paged-pool.ts";
import type { ServingModel } from "./serving-model.ts";
import { SETTINGS } from "./weights.ts";

/*
 * Per product the products that come in the same baskets, with forward-decayed counts, in at most 64 slots: 32 for the largest
 * counts and 32 on probation in order of last use, from which a product is promoted when it outgrows the least of the first
 * (design 3.4; eviction by similarity, Space-Saving and Misra-Gries all starve new products there). A block holds the products,
 * then the counts as 32-bit floats.
 */
const { main: MAIN, probation, basketProducts } = SETTINGS.pairs;
const MOST = MAIN + probation;
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
  }
}

/** Multiplies all counts, when the landmark of their clock moves. */
export function rescalePairs(model: ServingModel, factor: number): void {
  for (let item = 0; item < model.items.count; item++) {
    const row = rowOf(model, item);
    for (let at = row.start + row.room; at < row.start + row.room + row.length; at++) row.counts[at] *= factor;
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
    if (at >= row.start + MAIN) bringForward(row, at);
  }
}

/** A full row gives up the product on probation that was used longest ago. */
function addToRow(model: ServingModel, pair: Pair, weight: number): void {
  const { columns } = model.items;
  if (columns.rowLength[pair.item] === rowOf(model, pair.item).room && columns.rowLength[pair.item] < MOST) enlargeRow(model, pair.item);
  if (columns.rowLength[pair.item] < MOST) columns.rowLength[pair.item]++;
  const row = rowOf(model, pair.item);
  const last = row.start + row.length - 1;
  row.ids[last] = pair.other;
  row.counts[last + row.room] = weight;
  if (last >= row.start + MAIN) bringForward(row, last);
}

/** Promotes a product on probation if it outgrew the least of the main slots, and puts whoever is on probation then in front. */
function bringForward(row: Row, at: number): void {
  const { ids, counts, start, room } = row;
  let least = start;
  for (let i = start + 1; i < start + MAIN; i++) if (counts[i + room] < counts[least + room]) least = i;
  const promoted = counts[at + room] > counts[least + room];
  const id = promoted ? ids[least] : ids[at];
  const count = promoted ? counts[least + room] : counts[at + room];
  if (promoted) {
    ids[least] = ids[at];
    counts[least + room] = counts[at + room];
  }
  for (let i = at; i > start + MAIN; i--) {
    ids[i] = ids[i - 1];
    counts[i + room] = counts[i + room - 1];
  }
  ids[start + MAIN] = id;
  counts[start + MAIN + room] = count;
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
