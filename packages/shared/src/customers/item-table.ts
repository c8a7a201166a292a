import { hash32 } from "./hash.ts";

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

/** Layout of a row: count u32, decayed f32, last u32 (epoch seconds), units f32, last price f64; little-endian. */
const ROW = 24;
const COUNT = 0;
const DECAYED = 4;
const LAST = 8;
const UNITS = 12;
const PRICE = 16;

/**
 * A customer's history: fixed-width rows beside the product ids, in order of first purchase. Rows are patched in place, so a
 * table belongs to whoever holds the customer, and older references to it see the change.
 */
export interface ItemTable {
  ids: string[];
  rows: DataView;
  /** Hashes of products that were bought once but are not in the table any more. */
  evicted: Set<number>;
  /** Row of each id, built on first use. */
  index: Map<string, number> | null;
}

export function emptyItemTable(): ItemTable {
  return { ids: [], rows: new DataView(new ArrayBuffer(ROW * 4)), evicted: new Set(), index: null };
}

/** Rebuilds a table from its stored parts; `rows` is copied, since rows are patched in place. */
export function restoreItemTable(ids: string[], rows: Uint8Array, evicted: Uint8Array): ItemTable {
  const copy = new Uint8Array(Math.max(rows.length, ROW * 4));
  copy.set(rows);
  const hashes = new DataView(evicted.buffer, evicted.byteOffset, evicted.byteLength);
  const set = new Set<number>();
  for (let at = 0; at < evicted.length; at += 4) set.add(hashes.getUint32(at, true));
  return { ids, rows: new DataView(copy.buffer), evicted: set, index: null };
}

/** The stored parts of a table: the bytes of its rows and of the evicted hashes. */
export function itemTableParts(table: ItemTable): { readonly rows: Uint8Array; readonly evicted: Uint8Array } {
  const evicted = new Uint8Array(table.evicted.size * 4);
  const view = new DataView(evicted.buffer);
  let at = 0;
  for (const hash of table.evicted) {
    view.setUint32(at, hash, true);
    at += 4;
  }
  return { rows: new Uint8Array(table.rows.buffer, 0, table.ids.length * ROW), evicted };
}

/** Row of a product, or -1. */
export function findItem(table: ItemTable, productId: string): number {
  if (table.index === null) {
    table.index = new Map();
    for (let row = 0; row < table.ids.length; row++) table.index.set(table.ids[row], row);
  }
  return table.index.get(productId) ?? -1;
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
export function everBought(table: ItemTable, productId: string): boolean {
  return findItem(table, productId) >= 0 || (table.evicted.size > 0 && table.evicted.has(hash32(productId)));
}

/**
 * Keeps at most `most` products: those with the largest decayed counts as of `now`, of equal ones those bought later for the first
 * time. The others stay known as ever bought.
 */
export function evictItems(table: ItemTable, now: number, most: number): void {
  const excess = table.ids.length - most;
  if (excess <= 0) return;
  const weights = Float64Array.from(table.ids, (_, row) => weightOf(table, row, now));
  const limit = weights.slice().sort()[excess - 1];
  let equal = excess - weights.reduce((below, weight) => below + (weight < limit ? 1 : 0), 0);
  compact(table, (row) => {
    if (weights[row] > limit || (weights[row] === limit && equal-- <= 0)) return true;
    table.evicted.add(hash32(table.ids[row]));
    return false;
  });
}

function weightOf({ rows }: ItemTable, row: number, now: number): number {
  const last = rows.getUint32(row * ROW + LAST, true) * 1000;
  return rows.getFloat32(row * ROW + DECAYED, true) * 2 ** ((last - now) / DECAY_HALF_LIFE);
}

/** Moves the rows to keep together; asks for each row once, in order. */
function compact(table: ItemTable, keeps: (row: number) => boolean): void {
  const bytes = new Uint8Array(table.rows.buffer);
  let to = 0;
  for (let row = 0; row < table.ids.length; row++) {
    if (!keeps(row)) continue;
    if (to !== row) {
      bytes.copyWithin(to * ROW, row * ROW, (row + 1) * ROW);
      table.ids[to] = table.ids[row];
    }
    to++;
  }
  table.ids.length = to;
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
  table.index?.set(productId, row);
}
