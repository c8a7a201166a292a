import { createTopList, raise } from "../recommendation/model/top-list.ts";
import type { TopList } from "../recommendation/model/top-list.ts";
import { productsOf } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";

/** What a customer bought before, product by product in order of first purchase. */
export interface Buyer {
  readonly products: number[];
  /** Baskets with each, and the last of them. */
  readonly counts: number[];
  readonly last: number[];
  /** Where a product stands in the lists. */
  readonly places: Map<number, number>;
  /** All baskets, oldest first. */
  readonly baskets: number[];
}

/** What every method may know before a basket: who bought what, and how often products were bought. */
export interface Past {
  readonly log: BasketLog;
  readonly buyers: readonly Buyer[];
  /** P_j, baskets with the product. */
  readonly popularity: Int32Array;
  readonly mostPopular: TopList;
  /** Each product's own number: equals come in the order of first appearance. */
  readonly numbers: Float64Array;
  /** Equal to `mark` for the products of the customer in question. */
  readonly marks: Int32Array;
  mark: number;
}

/** More than most customers have products, so that what they do not have is found among the most popular. */
const KEPT = 2048;

export function createPast(log: BasketLog): Past {
  const products = log.productIds.length;
  return {
    log,
    buyers: log.customerIds.map(() => ({ products: [], counts: [], last: [], places: new Map(), baskets: [] })),
    popularity: new Int32Array(products),
    mostPopular: createTopList(KEPT),
    numbers: Float64Array.from({ length: products }, (_, product) => product),
    marks: new Int32Array(products),
    mark: 0,
  };
}

export function learnBasket(past: Past, basket: number): void {
  const { log, popularity, mostPopular, numbers } = past;
  const buyer = past.buyers[log.customers[basket]];
  buyer.baskets.push(basket);
  for (const product of productsOf(log, basket)) {
    popularity[product]++;
    raise(mostPopular, { values: popularity, hashes: numbers }, product);
    const place = buyer.places.get(product) ?? buyer.products.length;
    buyer.places.set(product, place);
    buyer.products[place] = product;
    buyer.counts[place] = (buyer.counts[place] ?? 0) + 1;
    buyer.last[place] = log.times[basket];
  }
}

/** Marks the products of a customer, who is returned. */
export function markProducts(past: Past, customer: number): Buyer {
  const buyer = past.buyers[customer];
  past.mark++;
  for (const product of buyer.products) past.marks[product] = past.mark;
  return buyer;
}

export function isMarked(past: Past, product: number): boolean {
  return past.marks[product] === past.mark;
}

/** The most popular products, until so many are among them that the customer in question does not have. */
export function popularProducts(past: Past, most: number): number[] {
  const { ids, size } = past.mostPopular;
  const found: number[] = [];
  let fresh = 0;
  for (let i = 0; i < size && fresh < most; i++) {
    found.push(ids[i]);
    if (!isMarked(past, ids[i])) fresh++;
  }
  return fresh < most && size === ids.length ? allProducts(past) : found;
}

function allProducts({ popularity }: Past): number[] {
  return Array.from(popularity.keys()).filter((product) => popularity[product] > 0);
}
