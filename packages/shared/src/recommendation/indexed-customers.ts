import { capacityFor, ensureRows } from "./columns.ts";
import { addEntry, createHashTable, findEntry, removeEntry } from "./hash-table.ts";
import type { HashTable } from "./hash-table.ts";
import { hashId } from "./id-hash.ts";
import { NONE, allocate, createPool, pageOf, release, startOf } from "./paged-pool.ts";
import type { PagedPool } from "./paged-pool.ts";
import { SETTINGS } from "./weights.ts";

/**
 * Customers that stand in at least one product's postings, under a dense index. Their ids are not kept: a 53-bit hash finds them.
 * Index 0 is nobody, which takes the place of an erased customer in postings.
 */
export interface Customers {
  /** Indices ever given out. */
  count: number;
  /** Indices free for reuse, as a list through `block`; {@link NONE} at its end. */
  free: number;
  readonly columns: CustomerColumns;
  readonly table: HashTable;
  /** Per customer a block with the indices of the latest products, then their last times in whole seconds. */
  readonly pool: PagedPool;
}

export interface CustomerColumns {
  /** 0 for an index without a customer. */
  hash: Float64Array;
  block: Int32Array;
  /** log2 of the products the block has room for. */
  sizeClass: Uint8Array;
  length: Uint8Array;
  /** Distinct products ever bought and not given back, not only those kept. */
  distinct: Int32Array;
  /** 1 / sqrt(distinct), 0 where there are none: how much of a similarity counts. */
  scale: Float64Array;
  /** Last basket, whole seconds. */
  last: Uint32Array;
  /** Postings with this customer. */
  postings: Int32Array;
}

const SMALLEST_CLASS = 2;
const MOST_PRODUCTS = SETTINGS.neighbours.productsPerCustomer;

export function createCustomers(): Customers {
  const rows = capacityFor(0);
  const columns = {
    hash: new Float64Array(rows),
    block: new Int32Array(rows),
    sizeClass: new Uint8Array(rows),
    length: new Uint8Array(rows),
    distinct: new Int32Array(rows),
    scale: new Float64Array(rows),
    last: new Uint32Array(rows),
    postings: new Int32Array(rows),
  };
  columns.block[0] = NONE;
  return { count: 1, free: NONE, columns, table: createHashTable(), pool: createPool() };
}

/** The index of a customer, or -1 for one that is not indexed. */
export function customerOf(customers: Customers, customerId: string): number {
  return findEntry(customers.table, customers.columns.hash, hashId(customerId));
}

/** The index of a customer, given out now if there is none. */
export function ensureCustomer(customers: Customers, customerId: string): number {
  const known = customerOf(customers, customerId);
  if (known >= 0) return known;
  const customer = nextIndex(customers);
  const { columns } = customers;
  columns.hash[customer] = hashId(customerId);
  columns.block[customer] = allocate(customers.pool, SMALLEST_CLASS + 1);
  columns.sizeClass[customer] = SMALLEST_CLASS;
  addEntry(customers.table, columns.hash, customer);
  return customer;
}

/** Notes a purchase of `item` at `time` (whole seconds). Of more products than are kept the one bought longest ago makes room. */
export function rememberProduct(customers: Customers, customer: number, bought: { readonly item: number; readonly time: number }): void {
  const { columns, pool } = customers;
  const room = 1 << columns.sizeClass[customer];
  const page = pageOf(pool, columns.block[customer]);
  const start = startOf(columns.block[customer]);
  const length = columns.length[customer];
  for (let at = start; at < start + length; at++) {
    if (page[at] !== bought.item) continue;
    page[at + room] = Math.max(page[at + room], bought.time);
    return;
  }
  if (length < room) {
    page[start + length] = bought.item;
    page[start + length + room] = bought.time;
    columns.length[customer]++;
  } else if (room < MOST_PRODUCTS) {
    enlargeBlock(customers, customer);
    rememberProduct(customers, customer, bought);
  } else replaceOldest(page, { start, room }, bought);
}

/** Takes a product out of a customer's list. */
export function forgetProduct(customers: Customers, customer: number, item: number): void {
  const { columns, pool } = customers;
  const room = 1 << columns.sizeClass[customer];
  const page = pageOf(pool, columns.block[customer]);
  const start = startOf(columns.block[customer]);
  const end = start + columns.length[customer];
  const at = page.subarray(start, end).indexOf(item) + start;
  if (at < start) return;
  // Order is kept: it decides between products with equal times.
  page.copyWithin(at, at + 1, end);
  page.copyWithin(at + room, at + room + 1, end + room);
  page[end - 1] = 0;
  page[end - 1 + room] = 0;
  columns.length[customer]--;
}

/** Forgets a customer. The index is used again only when no posting refers to it any more. */
export function dropCustomer(customers: Customers, customer: number): void {
  const { columns } = customers;
  if (columns.hash[customer] === 0) return;
  removeEntry(customers.table, columns.hash, customer);
  release(customers.pool, columns.block[customer], columns.sizeClass[customer] + 1);
  columns.hash[customer] = 0;
  columns.block[customer] = NONE;
  columns.sizeClass[customer] = 0;
  columns.length[customer] = 0;
  setDistinct(customers, customer, 0);
  columns.last[customer] = 0;
  freeIfUnused(customers, customer);
}

export function setDistinct({ columns }: Customers, customer: number, distinct: number): void {
  columns.distinct[customer] = distinct;
  columns.scale[customer] = distinct === 0 ? 0 : 1 / Math.sqrt(distinct);
}

/** Takes note that a posting of the customer is gone; one without postings is not indexed any longer. */
export function losePosting(customers: Customers, customer: number): void {
  const { columns } = customers;
  if (customer === 0) return;
  columns.postings[customer]--;
  if (columns.postings[customer] > 0) return;
  if (columns.hash[customer] === 0) freeIfUnused(customers, customer);
  else dropCustomer(customers, customer);
}

function freeIfUnused(customers: Customers, customer: number): void {
  if (customers.columns.postings[customer] > 0) return;
  customers.columns.block[customer] = customers.free;
  customers.free = customer;
}

function nextIndex(customers: Customers): number {
  const { columns, free } = customers;
  if (free !== NONE) {
    customers.free = columns.block[free];
    return free;
  }
  ensureRows(columns, customers.count + 1);
  return customers.count++;
}

function enlargeBlock(customers: Customers, customer: number): void {
  const { columns, pool } = customers;
  const old = columns.block[customer];
  const sizeClass = columns.sizeClass[customer];
  const room = 1 << sizeClass;
  const block = allocate(pool, sizeClass + 2);
  const page = pageOf(pool, old);
  const start = startOf(old);
  pageOf(pool, block).set(page.subarray(start, start + room), startOf(block));
  pageOf(pool, block).set(page.subarray(start + room, start + 2 * room), startOf(block) + 2 * room);
  release(pool, old, sizeClass + 1);
  columns.block[customer] = block;
  columns.sizeClass[customer] = sizeClass + 1;
}

interface Span {
  readonly start: number;
  readonly room: number;
}

function replaceOldest(page: Int32Array, { start, room }: Span, bought: { readonly item: number; readonly time: number }): void {
  const times = page.subarray(start + room, start + 2 * room);
  let oldest = 0;
  for (let at = 1; at < room; at++) if (times[at] < times[oldest]) oldest = at;
  if (times[oldest] > bought.time) return;
  page[start + oldest] = bought.item;
  times[oldest] = bought.time;
}
