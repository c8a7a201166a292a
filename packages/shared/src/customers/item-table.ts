import type { ByteWriter } from "../byte-writer.ts";
import { writeUtf8 } from "../utf8.ts";
import { hash32 } from "./hash.ts";
import { indexIds, indexLast, positionOf } from "./id-index.ts";
import type { IdIndex } from "./id-index.ts";
import { COUNT, DECAYED, LAST, PRICE, ROW, UNITS } from "./item-row.ts";

/** One product in a customer's history. */
export interface Item {
  readonly productId: string;
  /** Baskets with the product. */
  readonly count: number;
  /** Sum over those baskets of 2^(-(last - t) / {@link DECAY_HALF_LIFE}): the decayed count as of `last`. */
  readonly decayed: number;
  /** Last purchase, epoch milliseconds with whole seconds. */
  readonly last: number;
  /** Major units of the customer's currency. */
  readonly lastPrice: number;
  /** Units bought and not returned. */
  readonly units: number;
}

/** Half-life of the decayed count, in milliseconds: 120 days, the constant of the repeat score. */
export const DECAY_HALF_LIFE = 120 * 86_400_000;

/** At most this many products are kept with their numbers; of the others only a hash of the id remains. */
export const MAX_ITEMS = 500;

/** Room to begin with, for a first order and some more: growing by doubling from less costs more than the memory is worth. */
export const FIRST_ROWS = 16;

/** Ids hold no control characters, so one string with this between them is the cheapest list of them. */
export const SEPARATOR = "\u0000";

/** What was ever bought. */
export interface Bought {
  readonly ids: readonly string[];
  /** Hashes of products that were bought once but are not in the history any more. */
  evicted: Set<number>;
  /** Row of each id, built on first use. */
  index: IdIndex | null;
}

/**
 * A customer's history: fixed-width rows beside the product ids, in order of first purchase. Rows are patched in place, so a
 * table belongs to whoever holds the customer, and older references to it see the change.
 */
export interface ItemTable extends Bought {
  ids: string[];
  /** The ids as they are stored, kept because adding to them is cheaper than joining them again; `null` when not built, or out of date. */
  joined: ByteWriter | null;
  rows: DataView;
}

export function emptyItemTable(): ItemTable {
  return { ids: [], joined: null, rows: new DataView(new ArrayBuffer(ROW * FIRST_ROWS)), evicted: new Set(), index: null };
}

/** Row of a product, or -1. */
export function findItem(table: Bought, productId: string): number {
  table.index ??= indexIds(table.ids);
  return positionOf(table.index, table.ids, productId);
}

/** Baskets with the product of a row. */
export function countAt({ rows }: ItemTable, row: number): number {
  return rows.getUint32(row * ROW + COUNT, true);
}

/** Last purchase of the product of a row, epoch milliseconds. */
export function lastAt({ rows }: ItemTable, row: number): number {
  return rows.getUint32(row * ROW + LAST, true) * 1000;
}

export function itemAt(table: ItemTable, row: number): Item {
  const at = row * ROW;
  return {
    productId: table.ids[row],
    count: table.rows.getUint32(at + COUNT, true),
    decayed: table.rows.getFloat32(at + DECAYED, true),
    last: table.rows.getUint32(at + LAST, true) * 1000,
    lastPrice: table.rows.getFloat64(at + PRICE, true),
    units: table.rows.getFloat32(at + UNITS, true),
  };
}

/** A product in a basket. */
export interface BasketLine {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** Adds a basket with the product to its row; a late one moves neither the last purchase nor its price back. Spares the lines of an order an {@link Item} each. */
export function addBasket({ rows }: ItemTable, row: number, { quantity, unitPrice, time }: Omit<BasketLine, "productId"> & { readonly time: number }): void {
  const at = row * ROW;
  const last = rows.getUint32(at + LAST, true) * 1000;
  const decayed = rows.getFloat32(at + DECAYED, true);
  const decay = 2 ** (-Math.abs(time - last) / DECAY_HALF_LIFE);
  rows.setUint32(at + COUNT, rows.getUint32(at + COUNT, true) + 1, true);
  rows.setFloat32(at + UNITS, rows.getFloat32(at + UNITS, true) + quantity, true);
  if (time < last) {
    rows.setFloat32(at + DECAYED, decayed + decay, true);
    return;
  }
  rows.setFloat32(at + DECAYED, decayed * decay + 1, true);
  rows.setUint32(at + LAST, Math.floor(time / 1000), true);
  rows.setFloat64(at + PRICE, unitPrice, true);
}

/** Writes a row over the one at `row`, or after the last when `row` is the table's length. */
export function putItem(table: ItemTable, row: number, item: Item): void {
  if (row === table.ids.length) append(table, item.productId);
  const at = row * ROW;
  table.rows.setUint32(at + COUNT, item.count, true);
  table.rows.setFloat32(at + DECAYED, item.decayed, true);
  table.rows.setUint32(at + LAST, Math.floor(item.last / 1000), true);
  table.rows.setFloat32(at + UNITS, item.units, true);
  table.rows.setFloat64(at + PRICE, item.lastPrice, true);
}

/** Takes a product out that was given back; it does not count as ever bought. */
export function dropItem(table: ItemTable, row: number): void {
  compact(table, (other) => other !== row);
}

/** Whether the customer ever bought the product and did not give all of it back. */
export function everBought(table: Bought, productId: string): boolean {
  return findItem(table, productId) >= 0 || (table.evicted.size > 0 && table.evicted.has(hash32(productId)));
}

/**
 * Keeps at most `most` products: those with the largest decayed counts as of `now`, of equal ones those bought later for the first
 * time. The others stay known as ever bought.
 */
export function evictItems(table: ItemTable, now: number, most: number): void {
  const excess = table.ids.length - most;
  if (excess <= 0) return;
  const weights = weightsOf(table, now);
  const sorted = weights.slice().sort();
  const limit = sorted[excess - 1];
  let equal = excess - sorted.indexOf(limit);
  compact(table, (row) => {
    if (weights[row] > limit || (weights[row] === limit && equal-- <= 0)) return true;
    table.evicted.add(hash32(table.ids[row]));
    return false;
  });
}

/** The decayed counts as of `now`, by row. */
function weightsOf({ ids, rows }: ItemTable, now: number): Float64Array {
  const weights = new Float64Array(ids.length);
  for (let row = 0; row < weights.length; row++) {
    const last = rows.getUint32(row * ROW + LAST, true) * 1000;
    weights[row] = rows.getFloat32(row * ROW + DECAYED, true) * 2 ** ((last - now) / DECAY_HALF_LIFE);
  }
  return weights;
}

/** Moves the rows to keep together; asks for each row once, in order. */
function compact(table: ItemTable, keeps: (row: number) => boolean): void {
  const { ids } = table;
  const bytes = new Uint8Array(table.rows.buffer);
  let to = 0;
  // Rows that stay neighbours move at once.
  for (let from = 0; from < ids.length; ) {
    let end = from;
    while (end < ids.length && keeps(end)) end++;
    if (to !== from) bytes.copyWithin(to * ROW, from * ROW, end * ROW);
    for (; from < end; from++) ids[to++] = ids[from];
    from = end + 1;
  }
  ids.length = to;
  table.joined = null;
  table.index = null;
}

function append(table: ItemTable, productId: string): void {
  const row = table.ids.length;
  if ((row + 1) * ROW > table.rows.byteLength) {
    const grown = new Uint8Array(table.rows.byteLength * 2);
    grown.set(new Uint8Array(table.rows.buffer));
    table.rows = new DataView(grown.buffer);
  }
  table.ids.push(productId);
  if (table.joined !== null) {
    if (row > 0) writeUtf8(table.joined, SEPARATOR);
    writeUtf8(table.joined, productId);
  }
  if (table.index !== null) table.index = indexLast(table.index, table.ids);
}
