/** One product in a customer's history. */
export interface Item {
  readonly productId: string;
  /** Baskets with the product. */
  readonly count: number;
  /** Sum over those baskets of 2^(-(last - t) / {@link DECAY_HALF_LIFE}): the decayed count as of `last`. */
  readonly decayed: number;
  /** Last purchase, epoch milliseconds with whole seconds. */
  readonly last: number;
  /** Major units of the customer's currency. */
  readonly lastPrice: number;
  /** Units bought and not returned. */
  readonly units: number;
}

/** Half-life of the decayed count, in milliseconds (120 days: design constant of the repeat score, see docs/recommendation.md). */
export const DECAY_HALF_LIFE = 120 * 86_400_000;

/** At most this many products are kept with their numbers; of the others only a hash of the id remains. */
export const MAX_ITEMS = 500;

const ROW = 24;
const COUNT = 0;
const DECAYED = 4;
const LAST = 8;
const UNITS = 12;
const PRICE = 16;

/**
 * A customer's history as a table of fixed-width rows beside the product ids, in order of first purchase.
 * Rows are patched in place: a table belongs to whoever holds the customer, and older references to it see the change.
 */
export interface ItemTable {
  readonly ids: string[];
  rows: Uint8Array;
  /** Hashes of ids that were bought once but are not in the table any more. */
  evicted: Set<number>;
  index: Map<string, number> | null;
}
