import { basketCount } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";

/** Baskets that are learnt only; a tenth of a log that has fewer than ten times as many. */
const WARM_UP = 1500;
/** The first share of the scored baskets is there to choose constants on, the rest is reported. */
const TUNE_SHARE = 0.4;
/** A customer with at most so many earlier baskets is cold. */
export const COLD_BASKETS = 2;

/** Which baskets of a log are predicted, and which of those count. */
export interface Protocol {
  /** One basket in this many is predicted; all are learnt. */
  readonly every: number;
  /** Baskets before this one are learnt only. */
  readonly warmUp: number;
  /** Baskets from this one on are reported. */
  readonly reportFrom: number;
  /** Per basket how many the customer had before. */
  readonly earlier: Int32Array;
  /** Predicted baskets of customers with an earlier one, all and reported. */
  readonly scored: number;
  readonly reported: number;
}

/**
 * Prequential evaluation per basket (Vinagre, Jorge and Gama, arXiv 1504.08175; design 4.0 step 4): each basket is predicted and
 * then learnt. Scored are those after the warm-up whose customer has an earlier one; of a large log one in `every` will do.
 */
export function protocolOf(log: BasketLog, every = 1): Protocol {
  const baskets = basketCount(log);
  const earlier = new Int32Array(baskets);
  const counts = new Int32Array(log.customerIds.length);
  const warmUp = Math.min(WARM_UP, Math.floor(baskets / 10));
  const scored: number[] = [];
  for (let basket = 0; basket < baskets; basket++) {
    earlier[basket] = counts[log.customers[basket]]++;
    if (isScored({ warmUp, every, earlier }, basket)) scored.push(basket);
  }
  const tune = Math.floor(TUNE_SHARE * scored.length);
  return { every, warmUp, reportFrom: scored[tune] ?? baskets, earlier, scored: scored.length, reported: scored.length - tune };
}

/** Whether a basket is predicted; first ones are too, which count as cold. */
export function isPredicted({ warmUp, every }: Pick<Protocol, "warmUp" | "every">, basket: number): boolean {
  return basket >= warmUp && (basket - warmUp) % every === 0;
}

/** Whether a basket is predicted, and its customer has an earlier one. */
export function isScored({ earlier, ...protocol }: Pick<Protocol, "warmUp" | "every" | "earlier">, basket: number): boolean {
  return earlier[basket] > 0 && isPredicted(protocol, basket);
}
