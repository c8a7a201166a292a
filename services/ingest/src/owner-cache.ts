import type { Customer } from "@segue/shared/customers/customer";

/** A customer as ingest holds it: `null` when unknown or erased, with the time of the last erasure (epoch milliseconds, 0: never). */
export interface Owned {
  readonly customer: Customer | null;
  readonly erasedAt: number;
}

/** Customers kept decoded between chunks, valid only for the checkpoint they were read at. */
export interface OwnerCache {
  has(customerId: string): boolean;
  get(customerId: string): Owned;
  load(customerId: string, owned: Owned): void;
  /** Lets go of customers that were not touched for long; only between two chunks, of which each counts on all its customers. */
  trim(): void;
}

/** At most twice as many customers are kept, and those of the chunk in hand. */
const GENERATION = 5_000;

const NOBODY: Owned = { customer: null, erasedAt: 0 };

/** Two generations: what is touched moves to the younger one; when that is full it becomes the older one, and the older one goes. */
export function createOwnerCache(): OwnerCache {
  let younger = new Map<string, Owned>();
  let older = new Map<string, Owned>();
  return {
    has: (customerId) => younger.has(customerId) || older.has(customerId),
    get: (customerId) => younger.get(customerId) ?? older.get(customerId) ?? NOBODY,
    load: (customerId, owned) => void younger.set(customerId, owned),
    trim() {
      if (younger.size < GENERATION) return;
      older = younger;
      younger = new Map();
    },
  };
}
