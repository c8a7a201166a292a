import { isOffered } from "./catalogue.ts";
import type { ServingModel } from "./serving-model.ts";
import { createTopK, offer, sortTopK, startTopK } from "./top-k.ts";
import { liftOf as liftAt, momentOf } from "./trend.ts";
import type { Moment } from "./trend.ts";

/** How a segment differs from everybody in one product. Customers count by their last purchase of it, half after 60 days. */
export interface Lift {
  readonly item: number;
  /** Of the segment's customers who bought lately. */
  readonly share: number;
  /** Customers who have the product over those expected, drawn towards 1 where few are: 1 is the same as everybody; 0 where there is nothing to tell from. */
  readonly lift: number;
}

/** Of the weight of a customer; what fewer have says nothing. */
const LEAST_CUSTOMERS = 2;

/** One product in the segment of a slot. */
export function liftOf(model: ServingModel, item: number, slot: number): Lift {
  return liftNow(model, momentOf(model, model.totals.latest), { item, slot });
}

/** The products that a segment buys most above everybody else, best first, out of those it buys at all often; none for a segment without customers (-1). */
export function liftedProducts(model: ServingModel, slot: number, limit: number): readonly Lift[] {
  if (slot < 0) return [];
  const moment = momentOf(model, model.totals.latest);
  const { counts } = model.popularity.segments[slot].columns;
  const top = startTopK(createTopK(limit), limit, { hashes: model.items.columns.hash });
  for (let item = 0; item < model.items.count; item++) {
    if (counts[item] * moment.slowScale < LEAST_CUSTOMERS || !isOffered(model.items, item)) continue;
    offer(top, item, liftNow(model, moment, { item, slot }).lift);
  }
  sortTopK(top);
  return Array.from(top.ids.subarray(0, top.size), (item) => liftNow(model, moment, { item, slot }));
}

function liftNow(model: ServingModel, moment: Moment, { item, slot }: { readonly item: number; readonly slot: number }): Lift {
  const segment = model.popularity.segments.at(slot);
  if (slot < 0 || segment === undefined || segment.total === 0) return { item, share: 0, lift: 0 };
  return { item, share: segment.columns.counts[item] / segment.total, lift: liftAt(model, moment, { item, slot, own: 0, isMember: false }) };
}
