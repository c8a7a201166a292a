import { eachOfCategory } from "./category-index.ts";
import type { ServingModel } from "./serving-model.ts";
import { settle } from "./top-list.ts";
import type { TopList } from "./top-list.ts";

/** The products in most baskets, of a category or, for category 0, of the shop; the first `wanted` of the list are right. */
export function mostBought(model: ServingModel, category: number, wanted: number): TopList {
  const { items, popularity, categories } = model;
  const each = (visit: (item: number) => void): void => (category > 0 ? eachOfCategory(model, category, visit) : eachItem(model, visit));
  return settle(category > 0 ? categories.tops[category] : popularity.topBaskets, { values: popularity.columns.baskets, hashes: items.columns.hash }, { wanted, each });
}

/** Calls `visit` with every product. */
export function eachItem({ items }: ServingModel, visit: (item: number) => void): void {
  for (let item = 0; item < items.count; item++) visit(item);
}
