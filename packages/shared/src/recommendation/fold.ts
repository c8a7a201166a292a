import type { CauseItem, CustomerUpdates, UpdateEntry } from "../events/customer-update.ts";
import { addPairs, rescalePairs, subtractPairs } from "./model/cooccurrence.ts";
import { ERA_FACTOR } from "./model/decay.ts";
import { MOST_PRODUCTS, customerOf, dropCustomer, ensureCustomer, forgetProduct, rememberProduct, setDistinct, setLast } from "./model/indexed-customers.ts";
import { ensureItem, itemOf } from "./model/item-index.ts";
import { segmentOf, tasteOf } from "./model/memberships.ts";
import { pageOf, startOf } from "./model/paged-pool.ts";
import { addBasket, addProduct, subtractProduct, weigh } from "./model/popularity.ts";
import type { Basket } from "./model/popularity.ts";
import { addPosting, blankPostings, silencePostings, silenceRepeats } from "./model/postings.ts";
import { addSale } from "./model/sales.ts";
import { toSeconds } from "./model/seconds.ts";
import { moveCustomer, recountAll } from "./model/segment-counts.ts";
import type { ServingModel } from "./model/serving-model.ts";
import type { StoredProduct } from "./stored-customer.ts";

export interface EntryContext {
  /** Distinct products of the customer before the entry ({@link distinctBefore}), negative where that is not known. */
  readonly distinctBefore: number;
  /**
   * The customer's products after the entry, by last purchase; none for one that is not stored any more. Asked where the model has not
   * kept what it must know: of a customer who was not indexed, and of one with more products than a list holds who gives one back.
   */
  readonly products: () => readonly StoredProduct[];
}

/** Folds one entry of `customer-updates` into the model. */
export function applyEntry(model: ServingModel, entry: UpdateEntry, context: EntryContext): void {
  model.totals.revision++;
  const { type } = entry.cause;
  switch (type) {
    case "purchase":
      return applyPurchase(model, entry, context);
    case "return":
      return applyReturn(model, entry, context);
    case "erase":
      return applyErase(model, entry.customerId);
    case "profile":
      return;
    default:
      return type satisfies never;
  }
}

/**
 * For each entry of a record how many distinct products its customer had before, counted back from `variety` after the record;
 * -1 before an erasure, where it cannot be known. With this the fold does not depend on how the stream was cut into records.
 */
export function distinctBefore(entries: CustomerUpdates["entries"], varietyAfter: (customerId: string) => number): Int32Array {
  const running = new Map<string, number>();
  const before = new Int32Array(entries.length);
  for (let i = entries.length - 1; i >= 0; i--) {
    const { customerId, cause } = entries[i];
    const after = running.get(customerId) ?? varietyAfter(customerId);
    const known = after >= 0 && cause.type !== "erase";
    before[i] = known ? Math.max(0, after - distinctGained(cause.type, cause.items)) : -1;
    running.set(customerId, before[i]);
  }
  return before;
}

function distinctGained(type: UpdateEntry["cause"]["type"], items: readonly CauseItem[]): number {
  if (type === "purchase") return items.filter(isFirst).length;
  return type === "return" ? -items.filter(isGone).length : 0;
}

const isFirst = (item: CauseItem): boolean => item.prevCount === 0;
const isGone = (item: CauseItem): boolean => item.count === 0 && item.prevCount > 0;

function applyPurchase(model: ServingModel, { customerId, cause }: UpdateEntry, context: EntryContext): void {
  const { totals, customers } = model;
  const basket = begin(model, cause.time);
  const seconds = Math.max(0, toSeconds(cause.time));
  const customer = indexCustomer(model, customerId, context);
  const before = distinctOf(model, customer, context);
  if (before === 0) totals.customers++;
  setDistinct(customers, customer, before + cause.items.filter(isFirst).length);
  setLast(model, customer, seconds);
  totals.latest = Math.max(totals.latest, cause.time);
  addBasket(model.popularity, basket);
  const items = cause.items.map((bought) => {
    const item = buy(model, bought, basket);
    rememberProduct(model, customer, { item, time: seconds });
    addPosting(model, { item, customer, time: seconds });
    if (bought.prevCount > 0) silenceRepeats(model, item, customer);
    return item;
  });
  addPairs(model, items, basket.slow);
  if (customers.columns.postings[customer] === 0) dropCustomer(model, customer);
}

/** The index of a customer; one that is indexed anew comes with what they bought before. */
function indexCustomer(model: ServingModel, customerId: string, { distinctBefore: before, products }: EntryContext): number {
  const known = customerOf(model.customers, customerId);
  if (known >= 0) return known;
  const customer = ensureCustomer(model.customers, customerId);
  moveCustomer(model, customer, { membership: "segment", slot: segmentOf(model, customerId) });
  moveCustomer(model, customer, { membership: "taste", slot: tasteOf(model, customerId) });
  if (before !== 0) rememberStored(model, customer, products());
  return customer;
}

/** Products that are new to the model are added by their own entries. */
function rememberStored(model: ServingModel, customer: number, products: readonly StoredProduct[]): void {
  for (const { productId, last } of products) {
    setLast(model, customer, toSeconds(last));
    const item = itemOf(model.items, productId);
    if (item >= 0) rememberProduct(model, customer, { item, time: toSeconds(last) });
  }
}

/** Moves the clocks on and gives the basket its weights. */
function begin(model: ServingModel, time: number): Basket {
  const { basket, slowMoved } = weigh(model.popularity, time);
  if (slowMoved > 0) {
    rescalePairs(model, ERA_FACTOR ** slowMoved);
    recountAll(model);
  }
  return basket;
}

function buy(model: ServingModel, bought: CauseItem, basket: Basket): number {
  const item = ensureItem(model, bought.productId);
  addProduct(model, item, basket);
  addSale(model.sales, item, { time: basket.time, quantity: bought.quantity });
  countBuyer(model, item, bought);
  return item;
}

const EXACT = 2 ** 20;

// W_j sums sqrt(count - 1) over the buyers of j.
const repeats = (count: number): number => Math.round(EXACT * Math.sqrt(Math.max(0, count - 1))) / EXACT;

function countBuyer({ items, totals }: ServingModel, item: number, { prevCount, count }: CauseItem): void {
  const { buyers, repurchase } = items.columns;
  const change = Math.sign(count) - Math.sign(prevCount);
  buyers[item] = Math.max(0, buyers[item] + change);
  totals.buyers = Math.max(0, totals.buyers + change);
  const more = repeats(count) - repeats(prevCount);
  repurchase[item] = Math.max(0, repurchase[item] + more);
  totals.repurchase = Math.max(0, totals.repurchase + more);
}

/** Only a product of which nothing is left is taken back: its baskets, with the weight of the purchase's time for the last of them. */
function applyReturn(model: ServingModel, { customerId, cause }: UpdateEntry, context: EntryContext): void {
  const gone = cause.items.filter(isGone);
  if (gone.length === 0) return;
  const basket = begin(model, cause.time);
  const items = gone.map((returned) => {
    const item = ensureItem(model, returned.productId);
    subtractProduct(model, item, { basket, baskets: returned.prevCount });
    countBuyer(model, item, returned);
    return item;
  });
  subtractPairs(model, items, basket.slow);
  const customer = customerOf(model.customers, customerId);
  const before = distinctOf(model, customer, context);
  if (before > 0 && before <= gone.length) model.totals.customers--;
  if (customer >= 0) takeBack(model, customer, { items, context });
}

/** Distinct products before the entry: told by the record, else as last seen, -1 for a customer who is not indexed. */
function distinctOf({ customers }: ServingModel, customer: number, { distinctBefore: before }: EntryContext): number {
  return before >= 0 || customer < 0 ? before : customers.columns.distinct[customer];
}

interface TakenBack {
  readonly items: readonly number[];
  readonly context: EntryContext;
}

function takeBack(model: ServingModel, customer: number, { items, context }: TakenBack): void {
  const { columns } = model.customers;
  setDistinct(model.customers, customer, Math.max(0, columns.distinct[customer] - items.length));
  const wasFull = columns.length[customer] === MOST_PRODUCTS;
  for (const item of items) {
    forgetProduct(model, customer, item);
    silencePostings(model, item, customer);
  }
  if (wasFull) rememberStored(model, customer, context.products());
}

/**
 * Counts that belong to no one in particular stay; the customer's hash and products go, and their postings become nobody's: at once
 * for the products in their list, for others by {@link blankErased}.
 */
function applyErase(model: ServingModel, customerId: string): void {
  const { customers } = model;
  const customer = customerOf(customers, customerId);
  if (customer < 0) return;
  const { columns } = customers;
  const start = startOf(columns.block[customer]);
  const products = pageOf(customers.pool, columns.block[customer]).slice(start, start + columns.length[customer]);
  for (const item of products) blankPostings(model, item, customer);
  if (columns.postings[customer] > 0) model.totals.erased++;
  dropCustomer(model, customer);
}
