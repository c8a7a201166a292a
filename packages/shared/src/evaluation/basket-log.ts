/**
 * The orders of a purchase log by time, as flat arrays that threads can share. Products and customers are numbered in order of
 * their first line in the file; a basket is the set of an order's products in order of first appearance (design 4.0 steps 1 to 3).
 */
export interface BasketLog {
  /** Per basket: the customer, and the time in epoch milliseconds. */
  readonly customers: Int32Array;
  readonly times: Float64Array;
  /** The lines of basket b are `starts[b]` to `starts[b + 1]`, without the latter. */
  readonly starts: Int32Array;
  /** Per line: the product, its units and the price of one in major units, 0 where the log has none. */
  readonly products: Int32Array;
  readonly quantities: Float64Array;
  readonly prices: Float64Array;
  readonly customerIds: readonly string[];
  readonly productIds: readonly string[];
  /** By product, empty for none; left out where the log knows no categories, or no titles. */
  readonly categories?: readonly string[] | undefined;
  readonly titles?: readonly string[] | undefined;
}

export function basketCount(log: BasketLog): number {
  return log.customers.length;
}

/** The products of a basket. */
export function productsOf(log: BasketLog, basket: number): Int32Array {
  return log.products.subarray(log.starts[basket], log.starts[basket + 1]);
}
