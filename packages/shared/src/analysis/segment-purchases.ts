import type { Recommendation } from "../recommendation/recommend.ts";

/** A product that a segment buys more often than the other customers do. */
export interface BoughtMore {
  readonly productId: string;
  readonly title?: string;
  /** Orders of the segment with the product, and their share of its orders. */
  readonly orders: number;
  readonly share: number;
  /** The same share among everybody else's orders. */
  readonly shareElsewhere: number;
  /** share / share of all orders. */
  readonly lift: number;
}

export interface SegmentPurchases {
  readonly segmentId: string;
  readonly orders: number;
  readonly boughtMore: readonly BoughtMore[];
  /** What the product's own recommender would show somebody of the segment of whom nothing else is known. */
  readonly recommended: readonly Recommendation[];
  /** The customers nearest to the middle of the segment. */
  readonly examples: readonly ExampleCustomer[];
}

/** Somebody of a segment, and what they would be shown. */
export interface ExampleCustomer {
  readonly customerId: string;
  /** What the segment was made from, natural units; `null` where not known. */
  readonly features: Readonly<Record<string, number | null>>;
  readonly items: readonly Recommendation[];
}

/** Orders by product and segment. */
export interface OrderCounts {
  /** Orders of each segment. */
  readonly orders: readonly number[];
  /** By product, in a fixed order: how many orders of each segment hold it. */
  readonly products: readonly { readonly productId: string; readonly title?: string; readonly bySegment: readonly number[] }[];
}

/** A product in fewer orders of the segment than this says little about it. */
const FEWEST_ORDERS = 5;
const LISTED = 10;

/**
 * What each segment buys more than others, by how surely it does: the z of the difference of two shares of orders,
 * (p - q) / sqrt(r (1 - r) (1 / n + 1 / m)) with r the common share. A mere lift would be led by products of a handful of orders.
 */
export function boughtMore({ orders, products }: OrderCounts): BoughtMore[][] {
  const all = orders.reduce((sum, n) => sum + n, 0);
  return orders.map((n, segment) => {
    const others = all - n;
    if (n === 0 || others === 0) return [];
    const compared = products.flatMap(({ bySegment, ...product }) => {
      const here = bySegment[segment];
      const elsewhere = bySegment.reduce((sum, count) => sum + count, 0) - here;
      const [share, shareElsewhere, common] = [here / n, elsewhere / others, (here + elsewhere) / all];
      const z = (share - shareElsewhere) / Math.sqrt(common * (1 - common) * (1 / n + 1 / others));
      return here < FEWEST_ORDERS || !(z > 0) ? [] : [{ z, item: { ...product, orders: here, share, shareElsewhere, lift: share / common } }];
    });
    return compared.sort((a, b) => b.z - a.z).slice(0, LISTED).map(({ item }) => item);
  });
}
