import { productsOf } from "../basket-log.ts";
import type { Method } from "../method.ts";
import { methodOf } from "../method.ts";
import type { Buyer, Past } from "../past.ts";
import { addScore } from "../score-sheet.ts";
import type { SegmentTrack } from "../segment-track.ts";
import { growthFrom } from "../growth.ts";
import type { Growth } from "../growth.ts";

const HALF_LIFE = 60;
/** Baskets of everybody's popularity that a segment's is shrunk by. */
const PRIOR = 20;

/**
 * What the customer's segment buys: (A_sj + 20 p_j) / (A_s + 20) with baskets of a half-life of 60 days (design 2), without the
 * customer's own. A customer takes all baskets along into another segment.
 */
export function segmentPopularity(past: Past, track: SegmentTrack): Method {
  const products = past.log.productIds.length;
  const weightAt = growthFrom(past.log.times[0], HALF_LIFE);
  const everybody = createCounts(products);
  const segments = Array.from({ length: track.segments }, () => createCounts(products));
  const current = new Int32Array(past.buyers.length).fill(-1);
  const own = createCounts(products);
  const fillOwn = (buyer: Buyer): void => {
    for (const basket of buyer.baskets) add(own, productsOf(past.log, basket), weightAt(past.log.times[basket]));
  };
  const emptyOwn = (buyer: Buyer): void => {
    for (const product of buyer.products) own.products[product] = 0;
    own.baskets = 0;
  };
  return methodOf(past, {
    score({ basket, customer, time }, sheet) {
      const slot = move({ past, weightAt, segments, current }, customer, track.before[basket]);
      const segment = slot < 0 ? everybody : segments[slot];
      const scale = 1 / weightAt(time);
      fillOwn(past.buyers[customer]);
      for (let product = 0; product < products; product++) {
        if (everybody.products[product] === 0) continue;
        const prior = everybody.products[product] / everybody.baskets;
        const bought = (segment.products[product] - own.products[product]) * scale;
        addScore(sheet, product, (bought + PRIOR * prior) / ((segment.baskets - own.baskets) * scale + PRIOR));
      }
      emptyOwn(past.buyers[customer]);
    },
    learn(basket) {
      const customer = past.log.customers[basket];
      const slot = move({ past, weightAt, segments, current }, customer, track.after[basket]);
      const weight = weightAt(past.log.times[basket]);
      add(everybody, productsOf(past.log, basket), weight);
      if (slot >= 0) add(segments[slot], productsOf(past.log, basket), weight);
    },
  });
}

interface Counts {
  readonly products: Float64Array;
  baskets: number;
}

const createCounts = (products: number): Counts => ({ products: new Float64Array(products), baskets: 0 });

function add(counts: Counts, products: Int32Array, weight: number): void {
  counts.baskets += weight;
  for (const product of products) counts.products[product] += weight;
}

interface Membership {
  readonly past: Past;
  readonly weightAt: Growth;
  readonly segments: readonly Counts[];
  readonly current: Int32Array;
}

/** Takes a customer's baskets into another segment, if it is another one. Returns it. */
function move({ past, weightAt, segments, current }: Membership, customer: number, to: number): number {
  const from = current[customer];
  if (from === to) return to;
  for (const basket of past.buyers[customer].baskets) {
    const weight = weightAt(past.log.times[basket]);
    if (from >= 0) add(segments[from], productsOf(past.log, basket), -weight);
    if (to >= 0) add(segments[to], productsOf(past.log, basket), weight);
  }
  current[customer] = to;
  return to;
}
