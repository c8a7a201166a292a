import { createDecayTable, decayed } from "../model/decay.ts";
import { itemOf } from "../model/item-index.ts";
import { touchItem } from "../model/scratch.ts";
import { toSeconds } from "../model/seconds.ts";
import type { ServingModel } from "../model/serving-model.ts";
import type { Moment } from "./trend.ts";
import { SETTINGS } from "../weights.ts";

/** One product of a customer's history; an `Item` of customers/item-table.ts is one. */
export interface HistoryItem {
  readonly productId: string;
  /** c_uj, baskets with it. */
  readonly count: number;
  /** Sum of 2^(-(last - t) / 120 days) over those baskets. */
  readonly decayed: number;
  /** Last purchase, epoch milliseconds. */
  readonly last: number;
}

const TABLE = createDecayTable(SETTINGS.repeat.halfLife);

/**
 * Makes the history the first candidates, each with its repeat part 1.7 f_uj rho_j / rho + 1.0 d_uj, where f_uj = c_uj / b_u,
 * d_uj = sum of 2^(-(now - t) / 120 d), rho_j = (W_j + 20 rho) / (N_j + 20) and rho = sum W / sum N (design 4.0 step 9).
 */
export function scoreHistory(model: ServingModel, moment: Moment, history: { readonly items: readonly HistoryItem[]; readonly baskets: number }): void {
  const { items, scratch, weights } = model;
  const perBasket = weights.frequency / Math.max(1, history.baskets);
  const mean = meanRepurchase(model);
  for (let row = 0; row < history.items.length; row++) {
    const { productId, count, decayed: sum, last } = history.items[row];
    const item = itemOf(items, productId);
    if (item < 0) continue;
    touchItem(scratch.items, item);
    scratch.items.row[item] = row + 1;
    const d = sum * decayed(TABLE, moment.seconds - toSeconds(last));
    scratch.items.repeat[item] = perBasket * count * relativeRepurchase(model, item, mean) + weights.recency * d;
  }
  scratch.items.bought = scratch.items.count;
}

/** rho; 0 while nobody ever bought anything twice. */
export function meanRepurchase({ totals }: ServingModel): number {
  return totals.buyers === 0 ? 0 : totals.repurchase / totals.buyers;
}

/** rho_j / rho; 1 where rho is 0. */
export function relativeRepurchase({ items }: ServingModel, item: number, mean: number): number {
  if (mean === 0) return 1;
  const { prior } = SETTINGS.repeat;
  return (items.columns.repurchase[item] / mean + prior) / (items.columns.buyers[item] + prior);
}
