/**
 * The `customer-updates` topic: one record per processed chunk of `events`, msgpack. The causes come in their order with what a
 * learner needs of the state before them; each touched customer comes once, as it stands after the chunk.
 */
export const CUSTOMER_UPDATES_SCHEMA = 1;

/** One product of a basket, with the customer's state of it before the cause. */
export interface CauseItem {
  readonly productId: string;
  readonly quantity: number;
  /** Baskets with the product before; at least 1 when it was ever bought, 0 when it is new to the customer. */
  readonly prevCount: number;
  /** Epoch milliseconds of the last purchase before, 0 when there was none. */
  readonly prevLast: number;
  /** Baskets with the product after. */
  readonly count: number;
}

export interface Cause {
  readonly type: "purchase" | "return" | "profile" | "erase";
  /** Empty for profile and erase. */
  readonly orderId: string;
  /** Event time in epoch milliseconds; for a return the time of the purchase it undoes. */
  readonly time: number;
  readonly items: readonly CauseItem[];
}

export interface UpdateEntry {
  /** Offset of the event in `events`. */
  readonly offset: number;
  readonly customerId: string;
  readonly cause: Cause;
}

export interface UpdatedCustomer {
  readonly customerId: string;
  /** Offset in `events` of the last event that changed the customer; with the partition it is the customer's version. */
  readonly version: number;
  /** The encoded customer (customers/customer-codec.ts), `null` when erased. */
  readonly state: Uint8Array | null;
}

export interface CustomerUpdates {
  readonly partition: number;
  /** The chunk covers the source offsets `from <= offset < next`; a reader skips what it has applied already. */
  readonly from: number;
  readonly next: number;
  /** The stream's now at the end of the chunk, epoch milliseconds: the largest event time seen under the event clock, the log's own time under the wall clock. */
  readonly clock: number;
  readonly entries: readonly UpdateEntry[];
  readonly customers: readonly UpdatedCustomer[];
}
