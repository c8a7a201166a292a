import type { Described } from "../taste/traits.ts";
import { latestProducts } from "../taste/latest-products.ts";
import { categoryName } from "./model/catalogue.ts";
import { itemOf } from "./model/item-index.ts";
import { tasteOf } from "./model/memberships.ts";
import { slotOfSegment } from "./model/segment-counts.ts";
import type { ServingModel } from "./model/serving-model.ts";
import type { HistoryItem } from "./ranking/repeat-score.ts";

/** Tells the id of the taste of whoever bought these products, `null` for none. */
export type TasteTeller = (products: readonly Described[]) => string | null;

export interface Taster {
  readonly customerId: string | null;
  readonly history: readonly HistoryItem[];
  /** Tells the taste of the history's products, in place of what the model has of the customer: for those of whom no purchase is stored. */
  readonly tasteTeller?: TasteTeller | undefined;
}

/** The slot of the taste a list is made for, -1 for none: whoever has an empty history has none, whatever is still on its way to say so. */
export function tasteSlotOf(model: ServingModel, { customerId, history, tasteTeller }: Taster): number {
  if (history.length === 0) return -1;
  if (tasteTeller === undefined) return customerId === null ? -1 : tasteOf(model, customerId);
  const told = tasteTeller(describedBy(model, latestProducts(history)));
  return told === null ? -1 : slotOfSegment(model, told);
}

/** A product that nobody knows says nothing. */
function describedBy({ items }: ServingModel, productIds: readonly string[]): readonly Described[] {
  return productIds.flatMap((productId) => {
    const item = itemOf(items, productId);
    return item < 0 ? [] : [{ productId, title: items.titles[item], category: categoryName(items, item) }];
  });
}
