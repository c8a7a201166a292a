/** What customers have bought, counted by the segment they are in now: customers, not orders, so that who buys much counts once. */
export interface SegmentBuyers {
  readonly customers: number;
  /** Customers by product. */
  readonly buyers: ReadonlyMap<string, number>;
  readonly segments: ReadonlyMap<string, SegmentCount>;
}

interface SegmentCount {
  readonly customers: number;
  readonly buyers: ReadonlyMap<string, number>;
}

/** How a segment differs from everybody, in one product. */
export interface Lift {
  readonly productId: string;
  /** Of the segment's customers, those who have bought it. */
  readonly share: number;
  /** That share / the share of all customers, drawn towards 1 while the segment is small: 1 is the same as everybody. */
  readonly lift: number;
}

/** A segment is taken to hold this many customers like everybody before its own: what one customer bought is no habit. */
const PRIOR_CUSTOMERS = 20;
/** Fewer buyers in a segment say nothing of it. */
const LEAST_BUYERS = 5;

interface Count {
  customers: number;
  readonly buyers: Map<string, number>;
}

export function countBuyers(customers: Iterable<{ readonly segment: string; readonly products: readonly string[] }>): SegmentBuyers {
  const all: Count = { customers: 0, buyers: new Map() };
  const segments = new Map<string, Count>();
  for (const { segment, products } of customers) {
    const own = segments.get(segment) ?? { customers: 0, buyers: new Map<string, number>() };
    segments.set(segment, own);
    for (const count of [all, own]) {
      count.customers++;
      for (const product of products) count.buyers.set(product, (count.buyers.get(product) ?? 0) + 1);
    }
  }
  return { ...all, segments };
}

/** One product in one segment. */
export function liftOf(counts: SegmentBuyers, segment: string, productId: string): Lift {
  const own = counts.segments.get(segment);
  const everywhere = (counts.buyers.get(productId) ?? 0) / Math.max(1, counts.customers);
  const buyers = own?.buyers.get(productId) ?? 0;
  const customers = own?.customers ?? 0;
  const shrunk = (buyers + PRIOR_CUSTOMERS * everywhere) / (customers + PRIOR_CUSTOMERS);
  return { productId, share: customers === 0 ? 0 : buyers / customers, lift: everywhere === 0 ? 0 : shrunk / everywhere };
}

/** What a segment buys most above everybody, best first, out of what at least a few of its customers have bought. */
export function liftedProducts(counts: SegmentBuyers, segment: string): readonly Lift[] {
  const own = counts.segments.get(segment);
  const often = [...(own?.buyers ?? [])].filter(([, buyers]) => buyers >= LEAST_BUYERS);
  return often.map(([productId]) => liftOf(counts, segment, productId)).sort((a, b) => b.lift - a.lift || (a.productId < b.productId ? -1 : 1));
}
