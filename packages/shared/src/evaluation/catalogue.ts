import type { Shelf } from "../taste/shelf.ts";
import { describeProduct } from "../taste/shelf.ts";
import type { BasketLog } from "./basket-log.ts";

/** Puts all products of a log on a shelf, with what the log says of them. */
export function describeProducts(shelf: Shelf, { productIds, titles, categories }: BasketLog): void {
  productIds.forEach((productId, product) => describeProduct(shelf, { productId, title: titles?.[product] || undefined, category: categories?.[product] || undefined }));
}
