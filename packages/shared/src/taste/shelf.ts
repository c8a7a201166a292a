import type { Described, Traits } from "./traits.ts";
import { traitsOf } from "./traits.ts";

/** Products by number, with what tells a taste of them; numbers begin at 1 and mean the same product for ever. */
export interface Shelf {
  readonly numbers: Map<string, number>;
  /** Of number 1 on. */
  readonly products: Described[];
  /** Made when first asked for. */
  readonly traits: (Traits | undefined)[];
}

export const createShelf = (products: readonly Described[] = []): Shelf => {
  const shelf: Shelf = { numbers: new Map(), products: [], traits: [] };
  for (const product of products) describeProduct(shelf, product);
  return shelf;
};

/** Takes in what is known of a product now. */
export function describeProduct(shelf: Shelf, { productId, title, category }: Described): void {
  const number = numberOf(shelf, productId);
  shelf.products[number - 1] = { productId, title, category };
  shelf.traits[number - 1] = undefined;
}

/** The number of a product, given out now if it has none. */
export function numberOf(shelf: Shelf, productId: string): number {
  const known = shelf.numbers.get(productId);
  if (known !== undefined) return known;
  const number = shelf.products.push({ productId });
  shelf.traits.push(undefined);
  shelf.numbers.set(productId, number);
  return number;
}

export function traitsAt(shelf: Shelf, number: number): Traits {
  return (shelf.traits[number - 1] ??= traitsOf(shelf.products[number - 1]));
}
