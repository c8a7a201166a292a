import type { Product } from "../../events/product.ts";
import { setCategory } from "./category-index.ts";
import { ensureItem } from "./item-index.ts";
import type { Items, ServingModel } from "./serving-model.ts";

const LISTED = 1;
const UNAVAILABLE = 2;
const HIDDEN = 4;
const DELETED = 8;

/** Takes in a record of the `products` topic: an upsert of the whole product, or `null` for a deleted one. */
export function applyProduct(model: ServingModel, productId: string, product: Product | null): void {
  const item = ensureItem(model, productId);
  const { items } = model;
  model.totals.revision++;
  items.titles[item] = product?.title;
  setCategory(model, item, categoryIndex(items, product?.category));
  items.columns.price[item] = product?.price ?? Number.NaN;
  items.columns.flags[item] = flagsOf(product);
}

/** Whether a product may be recommended now. One that is known from purchases only may. */
export function isOffered(items: Items, item: number): boolean {
  return (items.columns.flags[item] & ~LISTED) === 0;
}

/** The index that stands for a category in the columns, or -1 where no product has it. */
export function categoryOf(items: Items, category: string): number {
  return items.categoryIndex.get(category) ?? -1;
}

/** The category of the product at a dense index, `undefined` for none. */
export function categoryName({ categories, columns }: Items, item: number): string | undefined {
  return columns.category[item] === 0 ? undefined : categories[columns.category[item]];
}

/** What the model knows of a product of the catalogue. */
export interface CatalogueEntry {
  readonly productId: string;
  readonly title?: string;
  readonly category?: string;
  readonly price?: number;
  readonly available: boolean;
  readonly hidden: boolean;
  /** `false` for a product that is known from purchases only. */
  readonly listed: boolean;
  /** Customers who bought it. */
  readonly buyers: number;
  /** Baskets with it. */
  readonly baskets: number;
}

/** Everything known of the product at a dense index. */
export function catalogueEntry(model: ServingModel, item: number): CatalogueEntry {
  const { ids, titles, columns } = model.items;
  const category = categoryName(model.items, item);
  const flags = columns.flags[item];
  const price = columns.price[item];
  return {
    productId: ids[item],
    ...(titles[item] === undefined ? {} : { title: titles[item] }),
    ...(category === undefined ? {} : { category }),
    ...((flags & LISTED) === 0 || Number.isNaN(price) ? {} : { price }),
    available: (flags & (UNAVAILABLE | DELETED)) === 0,
    hidden: (flags & HIDDEN) !== 0,
    listed: (flags & LISTED) !== 0,
    buyers: columns.buyers[item],
    baskets: model.popularity.columns.baskets[item],
  };
}

/** The title of a product, or its id where it has none. */
export function nameOf(items: Items, item: number): string {
  return items.titles[item] ?? items.ids[item];
}

function flagsOf(product: Product | null): number {
  if (product === null) return DELETED;
  return LISTED | (product.available === false ? UNAVAILABLE : 0) | (product.hidden === true ? HIDDEN : 0);
}

function categoryIndex(items: Items, category: string | undefined): number {
  if (category === undefined || category === "") return 0;
  const known = items.categoryIndex.get(category);
  if (known !== undefined) return known;
  items.categories.push(category);
  items.categoryIndex.set(category, items.categories.length - 1);
  return items.categories.length - 1;
}
