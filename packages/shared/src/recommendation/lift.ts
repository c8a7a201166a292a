import { isOffered } from "./catalogue.ts";
import type { ServingModel } from "./serving-model.ts";
import { createTopK, offer, sortTopK, startTopK } from "./top-k.ts";

/** How a segment's recent orders differ from everybody's, in one product. Orders count by the slow clock: half after its half-life. */
export interface Lift {
  readonly item: number;
  /** Of the segment's orders with the product. */
  readonly share: number;
  /** share / share of all orders, drawn towards 1 while the segment has few orders: 1 is the same as everybody. */
  readonly lift: number;
}

/** A segment is taken to have had this many orders like everybody's before its own: a product bought once is no habit. */
const PRIOR_ORDERS = 12;
/** Of the weight of an order; what is bought less often says nothing. */
const LEAST_ORDERS = 2;

/** One product in one segment. */
export function liftOf(model: ServingModel, item: number, slot: number): Lift {
  const { popularity } = model;
  const { columns, total } = popularity.slots[slot];
  const prior = PRIOR_ORDERS * meanWeight(model);
  const everywhere = popularity.totals.slow === 0 ? 0 : popularity.columns.slow[item] / popularity.totals.slow;
  const share = total === 0 ? 0 : columns.counts[item] / total;
  const shrunk = (columns.counts[item] + prior * everywhere) / (total + prior);
  return { item, share, lift: everywhere === 0 || total === 0 ? 0 : shrunk / everywhere };
}

/** The products that a segment buys most above everybody else, best first, out of those it buys at all often. */
export function liftedProducts(model: ServingModel, slot: number, limit: number): readonly Lift[] {
  const { counts } = model.popularity.slots[slot].columns;
  const weight = meanWeight(model);
  const top = startTopK(createTopK(limit), limit);
  for (let item = 0; item < model.items.count; item++) {
    if (counts[item] < LEAST_ORDERS * weight || !isOffered(model.items, item)) continue;
    offer(top, item, liftOf(model, item, slot).lift);
  }
  sortTopK(top);
  return Array.from(top.ids.subarray(0, top.size), (item) => liftOf(model, item, slot));
}

/** The mean weight of an order, so that counts can be told from weights that grow with time. */
function meanWeight({ popularity: { totals } }: ServingModel): number {
  return totals.baskets === 0 ? 0 : totals.slow / totals.baskets;
}
