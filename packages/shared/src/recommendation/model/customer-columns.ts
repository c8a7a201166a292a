import { capacityFor } from "./columns.ts";
import { createHashTable } from "./hash-table.ts";
import type { HashTable } from "./hash-table.ts";
import { NONE, createPool } from "./paged-pool.ts";
import type { PagedPool } from "./paged-pool.ts";

/**
 * Customers that stand in at least one product's postings, under a dense index. Their ids are not kept: a 53-bit hash finds them.
 * Index 0 is nobody, which takes the place of an erased customer in postings.
 */
export interface Customers {
  /** Indices ever given out. */
  count: number;
  /** Indices free for reuse, as a list through `block`; {@link NONE} at its end. */
  free: number;
  readonly columns: CustomerColumns;
  readonly table: HashTable;
  /** Per customer a block with the indices of the latest products, then their last times in whole seconds. */
  readonly pool: PagedPool;
}

export interface CustomerColumns {
  /** 0 for an index without a customer. */
  hash: Float64Array;
  block: Int32Array;
  /** log2 of the products the block has room for. */
  sizeClass: Uint8Array;
  length: Uint8Array;
  /** Distinct products ever bought and not given back, not only those kept; {@link MOST_DISTINCT} for more. Narrow, since every posting that a request meets asks for it. */
  distinct: Uint16Array;
  /** Last basket, whole seconds. */
  last: Uint32Array;
  /** Postings of this customer, the silent ones among them. */
  postings: Int32Array;
  /** Slot of the customer's segment + 1, 0 for none. */
  segment: Uint16Array;
  /** The same of the customer's taste. */
  taste: Uint16Array;
}

export const MOST_DISTINCT = 0xffff;

/** 1 / sqrt(n) by n distinct products, 0 for none: how much of a customer's similarity counts. */
export const DAMPING = Float64Array.from({ length: MOST_DISTINCT + 1 }, (_, distinct) => (distinct === 0 ? 0 : 1 / Math.sqrt(distinct)));

export function createCustomers(): Customers {
  const rows = capacityFor(0);
  const columns = {
    hash: new Float64Array(rows),
    block: new Int32Array(rows),
    sizeClass: new Uint8Array(rows),
    length: new Uint8Array(rows),
    distinct: new Uint16Array(rows),
    last: new Uint32Array(rows),
    postings: new Int32Array(rows),
    segment: new Uint16Array(rows),
    taste: new Uint16Array(rows),
  };
  columns.block[0] = NONE;
  return { count: 1, free: NONE, columns, table: createHashTable(), pool: createPool() };
}
