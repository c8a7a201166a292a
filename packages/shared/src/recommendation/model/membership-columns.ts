import { capacityFor } from "./columns.ts";
import { createHashTable } from "./hash-table.ts";
import type { HashTable } from "./hash-table.ts";

/** Which segment each customer is in, of all customers that `segment-changes` names, indexed or not: about 20 bytes each. */
export interface Memberships {
  count: number;
  readonly columns: { hash: Float64Array; slot: Uint16Array };
  readonly table: HashTable;
}

export function createMemberships(): Memberships {
  const rows = capacityFor(0);
  return { count: 0, columns: { hash: new Float64Array(rows), slot: new Uint16Array(rows) }, table: createHashTable() };
}
