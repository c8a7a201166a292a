import { ensureRows } from "./columns.ts";
import { MOST_DISTINCT } from "./customer-columns.ts";
import type { Customers } from "./customer-columns.ts";
import { addEntry, findEntry, removeEntry } from "./hash-table.ts";
import { drawOf, hashId } from "./id-hash.ts";
import { NONE, allocate, pageOf, release, startOf } from "./paged-pool.ts";
import { recount, recountTotal } from "./segment-counts.ts";
import type { ServingModel } from "./serving-model.ts";
import { SETTINGS } from "../weights.ts";

const SMALLEST_CLASS = 2;
/** Products in the list of a customer; those bought longest ago make room. */
export const MOST_PRODUCTS = SETTINGS.neighbours.productsPerCustomer;

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

/**
 * Notes a purchase of `item` at `time` (whole seconds). Of more products than are kept the one bought longest ago makes room; of
 * those bought together the one with the smallest draw of customer and product, so that what is kept depends on nothing but the purchases.
 */
export function rememberProduct(model: ServingModel, customer: number, bought: Bought): void {
  const { columns, pool } = model.customers;
  const room = 1 << columns.sizeClass[customer];
  const page = pageOf(pool, columns.block[customer]);
  const start = startOf(columns.block[customer]);
  const length = columns.length[customer];
  for (let at = start; at < start + length; at++) {
    if (page[at] === bought.item) return renew(model, customer, { page, at, room, bought });
  }
  if (length < room) {
    page[start + length] = bought.item;
    page[start + length + room] = bought.time;
    columns.length[customer]++;
    recount(model, customer, { item: bought.item, from: 0, to: bought.time });
  } else if (room < MOST_PRODUCTS) {
    enlargeBlock(model.customers, customer);
    rememberProduct(model, customer, bought);
  } else replaceOldest(model, customer, { page, start, bought });
}

/** Takes a product out of a customer's list. */
export function forgetProduct(model: ServingModel, customer: number, item: number): void {
  const { columns, pool } = model.customers;
  const room = 1 << columns.sizeClass[customer];
  const page = pageOf(pool, columns.block[customer]);
  const start = startOf(columns.block[customer]);
  const end = start + columns.length[customer];
  const at = page.subarray(start, end).indexOf(item) + start;
  if (at < start) return;
  recount(model, customer, { item, from: page[at + room], to: 0 });
  page[at] = page[end - 1];
  page[at + room] = page[end - 1 + room];
  page[end - 1] = 0;
  page[end - 1 + room] = 0;
  columns.length[customer]--;
}

/** Takes note of a basket at `time` (whole seconds). */
export function setLast(model: ServingModel, customer: number, time: number): void {
  const { last } = model.customers.columns;
  if (time <= last[customer]) return;
  recountTotal(model, customer, { from: last[customer], to: time });
  last[customer] = time;
}

/** Forgets a customer. The index is used again only when no posting refers to it any more. */
export function dropCustomer(model: ServingModel, customer: number): void {
  const { customers } = model;
  const { columns } = customers;
  if (columns.hash[customer] === 0) return;
  while (columns.length[customer] > 0) forgetProduct(model, customer, lastProduct(customers, customer));
  recountTotal(model, customer, { from: columns.last[customer], to: 0 });
  removeEntry(customers.table, columns.hash, customer);
  release(customers.pool, columns.block[customer], columns.sizeClass[customer] + 1);
  columns.hash[customer] = 0;
  columns.block[customer] = NONE;
  columns.sizeClass[customer] = 0;
  setDistinct(customers, customer, 0);
  columns.last[customer] = 0;
  columns.segment[customer] = 0;
  columns.taste[customer] = 0;
  freeIfUnused(customers, customer);
}

export function setDistinct({ columns }: Customers, customer: number, distinct: number): void {
  columns.distinct[customer] = Math.min(distinct, MOST_DISTINCT);
}

/** Takes note that a posting of the customer is gone; one without postings is not indexed any longer. */
export function losePosting(model: ServingModel, customer: number): void {
  const { columns } = model.customers;
  if (customer === 0) return;
  columns.postings[customer]--;
  if (columns.postings[customer] > 0) return;
  if (columns.hash[customer] === 0) freeIfUnused(model.customers, customer);
  else dropCustomer(model, customer);
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

function lastProduct({ columns, pool }: Customers, customer: number): number {
  return pageOf(pool, columns.block[customer])[startOf(columns.block[customer]) + columns.length[customer] - 1];
}

/** A purchase: product and whole seconds. */
export interface Bought {
  readonly item: number;
  readonly time: number;
}

interface Entry {
  readonly page: Int32Array;
  readonly at: number;
  readonly room: number;
  readonly bought: Bought;
}

function renew(model: ServingModel, customer: number, { page, at, room, bought }: Entry): void {
  const from = page[at + room];
  if (bought.time <= from) return;
  page[at + room] = bought.time;
  recount(model, customer, { item: bought.item, from, to: bought.time });
}

/** A list at its full room gives up its oldest entry, unless the purchase is older still. */
function replaceOldest(model: ServingModel, customer: number, { page, start, bought }: { readonly page: Int32Array; readonly start: number; readonly bought: Bought }): void {
  const times = start + MOST_PRODUCTS;
  const draw = (item: number): number => drawOf(model.customers.columns.hash[customer], model.items.columns.hash[item]);
  let oldest = 0;
  for (let at = 1; at < MOST_PRODUCTS; at++) {
    const later = page[times + at] - page[times + oldest];
    if (later < 0 || (later === 0 && draw(page[start + at]) < draw(page[start + oldest]))) oldest = at;
  }
  const given = { item: page[start + oldest], time: page[times + oldest] };
  if (bought.time === given.time ? draw(bought.item) < draw(given.item) : bought.time < given.time) return;
  recount(model, customer, { item: given.item, from: given.time, to: 0 });
  page[start + oldest] = bought.item;
  page[times + oldest] = bought.time;
  recount(model, customer, { item: bought.item, from: 0, to: bought.time });
}
