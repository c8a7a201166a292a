import type { CauseItem, CustomerUpdates, UpdateEntry } from "../events/customer-update.ts";
import { addPairs, rescalePairs, subtractPairs } from "./cooccurrence.ts";
import { customerOf, dropCustomer, ensureCustomer, forgetProduct, rememberProduct, setDistinct } from "./indexed-customers.ts";
import { ensureItem } from "./item-index.ts";
import { pageOf, startOf } from "./paged-pool.ts";
import { addBasket, addProduct, subtractProduct, weigh } from "./popularity.ts";
import type { Basket } from "./popularity.ts";
import { addPosting, blankPostings, blankRepeats, removePostings } from "./postings.ts";
import { addSale } from "./sales.ts";
import { toSeconds } from "./seconds.ts";
import type { ServingModel } from "./serving-model.ts";

export interface EntryContext {
  /** Slot of the customer's segment in the current segment model, negative for none. */
  readonly segmentSlot: number;
  /** Distinct products of the customer before the entry ({@link distinctBefore}), negative where that is not known. */
  readonly distinctBefore: number;
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
  const basket = begin(model, cause.time, context);
  const seconds = toSeconds(cause.time);
  const customer = ensureCustomer(customers, customerId);
  const { columns } = customers;
  const before = context.distinctBefore >= 0 ? context.distinctBefore : columns.distinct[customer];
  if (before === 0) totals.customers++;
  setDistinct(customers, customer, before + cause.items.filter(isFirst).length);
  columns.last[customer] = Math.max(columns.last[customer], Math.max(0, seconds));
  totals.latest = Math.max(totals.latest, cause.time);
  addBasket(model.popularity, basket);
  const items = cause.items.map((bought) => {
    const item = buy(model, bought, basket);
    rememberProduct(customers, customer, { item, time: seconds });
    addPosting(model, { item, customer, time: seconds });
    if (bought.prevCount > 0) blankRepeats(model, item, customer);
    return item;
  });
  addPairs(model, items, basket.slow);
  if (columns.postings[customer] === 0) dropCustomer(customers, customer);
}

/** Moves landmarks and gives the basket its weights. */
function begin(model: ServingModel, time: number, context: EntryContext): Basket {
  const slot = context.segmentSlot < model.popularity.slots.length ? context.segmentSlot : -1;
  const { basket, pairFactor } = weigh(model.popularity, time, slot);
  if (pairFactor !== 1) rescalePairs(model, pairFactor);
  return basket;
}

function buy(model: ServingModel, bought: CauseItem, basket: Basket): number {
  const item = ensureItem(model, bought.productId);
  addProduct(model.popularity, item, basket);
  addSale(model.sales, item, { time: basket.time, quantity: bought.quantity });
  countBuyer(model, item, bought);
  return item;
}

// W_j sums sqrt(count - 1) over the buyers of j.
const repeats = (count: number): number => Math.sqrt(Math.max(0, count - 1));

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
  const basket = begin(model, cause.time, context);
  const customer = customerOf(model.customers, customerId);
  const items = gone.map((returned) => {
    const item = ensureItem(model, returned.productId);
    subtractProduct(model.popularity, item, { basket, baskets: returned.prevCount });
    countBuyer(model, item, returned);
    return item;
  });
  subtractPairs(model, items, basket.slow);
  if (context.distinctBefore > 0 && context.distinctBefore <= gone.length) model.totals.customers--;
  if (customer >= 0) takeBack(model, customer, items);
}

function takeBack(model: ServingModel, customer: number, items: readonly number[]): void {
  const { customers } = model;
  setDistinct(customers, customer, Math.max(0, customers.columns.distinct[customer] - items.length));
  for (const item of items) {
    // Without a posting left the customer is not indexed any more, and neither are the other products.
    if (customers.columns.hash[customer] === 0) return;
    forgetProduct(customers, customer, item);
    removePostings(model, item, customer);
  }
}

/** Counts that belong to no one in particular stay; the customer's hash and products go, and her postings become nobody's. */
function applyErase(model: ServingModel, customerId: string): void {
  const { customers } = model;
  const customer = customerOf(customers, customerId);
  if (customer < 0) return;
  const { columns } = customers;
  const page = pageOf(customers.pool, columns.block[customer]);
  const start = startOf(columns.block[customer]);
  for (let at = start; at < start + columns.length[customer]; at++) blankPostings(model, page[at], customer);
  dropCustomer(customers, customer);
}
