import { capacityFor } from "./columns.ts";
import { createHashTable } from "./hash-table.ts";
import type { HashTable } from "./hash-table.ts";

/** What a customer can be in one segment of: the segments of what customers do, and those of what they buy. */
export type Membership = "segment" | "taste";

/** Which segments each customer is in, of all customers that `segment-changes` names, indexed or not: about 22 bytes each. */
export interface Memberships {
  count: number;
  /** Slots + 1, 0 for none; an entry has one of the two at least. */
  readonly columns: { hash: Float64Array; segment: Uint16Array; taste: Uint16Array };
  readonly table: HashTable;
}

export function createMemberships(): Memberships {
  const rows = capacityFor(0);
  return { count: 0, columns: { hash: new Float64Array(rows), segment: new Uint16Array(rows), taste: new Uint16Array(rows) }, table: createHashTable() };
}
