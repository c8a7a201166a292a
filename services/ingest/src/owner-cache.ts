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
  /** Keeps the most recently touched. */
  trim(): void;
}

const CAPACITY = 10_000;

export function createOwnerCache(): OwnerCache {
  const entries = new Map<string, Owned>();
  return {
    has: (customerId) => entries.has(customerId),
    get: (customerId) => entries.get(customerId) ?? { customer: null, erasedAt: 0 },
    load(customerId, owned) {
      // A Map keeps insertion order: taking out and putting in again makes this the newest.
      entries.delete(customerId);
      entries.set(customerId, owned);
    },
    trim() {
      for (const customerId of entries.keys()) {
        if (entries.size <= CAPACITY) return;
        entries.delete(customerId);
      }
    },
  };
}
