import type { Cause } from "../events/customer-update.ts";

/** What a `CustomerView` of customers/customer-codec.ts is as well. */
export interface StoredCustomer {
  readonly items: { readonly list: readonly { readonly productId: string; readonly last: number }[] };
}

/** A product of a stored customer with its last purchase, epoch milliseconds. */
export interface StoredProduct {
  readonly productId: string;
  readonly last: number;
}

/**
 * The products of a customer before some of the causes that `after` holds, by last purchase and then by id: a record of
 * `customer-updates` has customers as they stand at its end only, and what is learnt may not depend on where the stream was cut into records.
 * @param later the causes to leave out, in their order. Empty when one of them is an erasure: of what was before it nothing is left.
 */
export function productsBefore(after: StoredCustomer, later: readonly Cause[]): readonly StoredProduct[] {
  if (later.some(({ type }) => type === "erase")) return [];
  const products = new Map(after.items.list.map(({ productId, last }) => [productId, last]));
  for (const { items } of [...later].reverse()) {
    for (const { productId, prevCount, prevLast } of items) {
      if (prevCount > 0 && prevLast > 0) products.set(productId, prevLast);
      else products.delete(productId);
    }
  }
  const list = Array.from(products, ([productId, last]) => ({ productId, last }));
  return list.sort((a, b) => a.last - b.last || (a.productId < b.productId ? -1 : 1));
}
