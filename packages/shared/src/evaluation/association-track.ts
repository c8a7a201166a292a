import { gatherPurchases, sampledCustomers } from "../associations/association-input.ts";
import type { AssociationInput } from "../associations/association-input.ts";
import type { Associations } from "../associations/associations.ts";
import { fitAssociations } from "../associations/fit-associations.ts";
import { lastAt } from "../customers/item-table.ts";
import type { Customer } from "../customers/customer.ts";
import { SEGMENTER_DEFAULTS } from "../segmentation/segmenter-config.ts";
import { basketCount } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import type { Customers } from "./customers.ts";
import { createCustomers, takeBasket } from "./customers.ts";

/** What went together by the baskets before one, which counts from that one on. */
export type AssociationTrack = readonly { readonly basket: number; readonly associations: Associations }[];

const { every: REFIT_EVERY, minCustomers } = SEGMENTER_DEFAULTS.refits;

/** Fits what goes together as the segmenter does, as often as its timer: every seven days of the log. */
export function trackAssociations(log: BasketLog, onProgress?: (baskets: number) => void): AssociationTrack {
  const customers = createCustomers(log);
  const track: { basket: number; associations: Associations }[] = [];
  let due = Number.NEGATIVE_INFINITY;
  let known = 0;
  for (let basket = 0; basket < basketCount(log); basket++) {
    if (log.times[basket] >= due && known >= minCustomers) {
      track.push({ basket, associations: fitAssociations(boughtBy(customers, log.times[basket])) });
      due = log.times[basket] + REFIT_EVERY;
      onProgress?.(basket);
    }
    if (takeBasket(customers, basket).varietyBefore === 0) known++;
  }
  return track;
}

function boughtBy({ log, states }: Customers, time: number): AssociationInput {
  const known = new Map(states.flatMap((state, customer) => (state === undefined ? [] : [[log.customerIds[customer], state]])));
  const purchases = gatherPurchases();
  for (const customerId of sampledCustomers([...known.keys()])) purchases.add(historyOf(known.get(customerId) as Customer));
  return purchases.input(time);
}

const historyOf = ({ items }: Customer): { productId: string; last: number }[] => items.ids.map((productId, row) => ({ productId, last: lastAt(items, row) }));
