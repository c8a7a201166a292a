/** A taste is what the latest so many different products say, as many as the recommender keeps of a customer. */
export const TASTE_PRODUCTS = 32;

/** The products bought last, latest first; of equal times the one that came into the history later. */
export function latestProducts(history: readonly { readonly productId: string; readonly last: number }[]): string[] {
  return history
    .map(({ productId, last }, at) => ({ productId, last, at }))
    .sort((a, b) => b.last - a.last || b.at - a.at)
    .slice(0, TASTE_PRODUCTS)
    .map(({ productId }) => productId);
}

/** The numbers of a customer's latest products, out of a column of {@link TASTE_PRODUCTS} for each customer, 0 where there are no more. */
export function latestNumbers(latest: Int32Array, customer: number): Int32Array {
  return latest.subarray(customer * TASTE_PRODUCTS, (customer + 1) * TASTE_PRODUCTS).filter((number) => number > 0);
}
