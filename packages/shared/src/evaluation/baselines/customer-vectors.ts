import type { Past } from "../past.ts";

/**
 * A sparse vector over products per customer, with an inverted index, so that a customer's dot products with all others cost no
 * more than the entries they share. Entry k of a customer's vector belongs to product k of the customer's list.
 */
export interface CustomerVectors {
  readonly past: Past;
  readonly values: number[][];
  readonly squaredNorms: Float64Array;
  /** Per product the customers with an entry, and their values. */
  readonly postings: { readonly customers: number[]; readonly values: number[] }[];
  /** Per customer and entry its place in the postings of its product. */
  readonly places: number[][];
}

export function createVectors(past: Past): CustomerVectors {
  return {
    past,
    values: past.buyers.map(() => []),
    squaredNorms: new Float64Array(past.buyers.length),
    postings: past.log.productIds.map(() => ({ customers: [], values: [] })),
    places: past.buyers.map(() => []),
  };
}

/** Replaces a customer's vector; `products` may only have grown at its end. */
export function setVector(vectors: CustomerVectors, customer: number, { products, values }: { readonly products: readonly number[]; readonly values: readonly number[] }): void {
  const { postings, places, squaredNorms } = vectors;
  let norm = 0;
  for (let k = 0; k < products.length; k++) {
    const posting = postings[products[k]];
    if (k === places[customer].length) places[customer].push(posting.customers.push(customer) - 1);
    posting.values[places[customer][k]] = values[k];
    norm += values[k] * values[k];
  }
  vectors.values[customer] = [...values];
  squaredNorms[customer] = norm;
}

/** The dot products of a customer's vector with everybody's, into `dots`. */
export function dotProducts({ past, values, postings }: CustomerVectors, customer: number, dots: Float64Array): void {
  dots.fill(0);
  const { products } = past.buyers[customer];
  for (let k = 0; k < values[customer].length; k++) {
    const value = values[customer][k];
    if (value === 0) continue;
    const posting = postings[products[k]];
    for (let i = 0; i < posting.customers.length; i++) dots[posting.customers[i]] += value * posting.values[i];
  }
}
