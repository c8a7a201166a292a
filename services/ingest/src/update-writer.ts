import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import { addEntry, clearEntries, encodeCustomerUpdates, noEntries } from "@segue/shared/customers/update-codec";
import type { UpdateEntry, UpdatedCustomer } from "@segue/shared/events/customer-update";
import type { NewRecord } from "@segue/shared/ports/event-log";
import type { Entry, EntryRef } from "@segue/shared/ports/state-store";
import { encodeInstant } from "@segue/platform/instant";
import type { Owned } from "./owner-cache.ts";
import type { Tombstones } from "@segue/platform/tombstones";

/** A record is closed when it is about this large; records of `customer-updates` stay under 512 kB. */
const TARGET_BYTES = 384 * 1024;

export interface WriterOptions {
  readonly partition: number;
  /** First source offset of the chunk. */
  readonly from: number;
  readonly tombstones: Tombstones;
}

/** Collects what a chunk changes: customers are encoded once per record, in the order in which they were first touched. */
export interface UpdateWriter {
  changed(entry: UpdateEntry, owned: Owned): void;
  /**
   * Begins another record where `entry` and what this one has of its customer may not stand together: an erasure and what came before
   * or after it. A record has each customer as of its end only, and neither the tombstone nor the products of before could be told from that.
   */
  beforeChange(entry: { readonly offset: number; readonly customerId: string; readonly isErasure: boolean }, clock: number): void;
  /** Says that everything before source offset `next` has been taken in. */
  recordDone(next: number, clock: number): void;
  finish(next: number, clock: number): { readonly updates: readonly NewRecord[]; readonly puts: readonly Entry[]; readonly deletes: readonly EntryRef[] };
}

interface Touched extends Owned {
  readonly version: number;
}

export function createUpdateWriter({ partition, from, tombstones }: WriterOptions): UpdateWriter {
  const updates: NewRecord[] = [];
  const puts = new Map<string, Entry>();
  const deletes = new Map<string, EntryRef>();
  const tombstonePuts: Entry[] = [];
  let start = from;
  let bytes = 0;
  const entries = noEntries();
  let touched = new Map<string, Touched>();

  const encode = ([customerId, { customer, erasedAt, version }]: [string, Touched]): UpdatedCustomer => {
    if (customer === null) {
      puts.delete(customerId);
      deletes.set(customerId, { collection: "customers", id: customerId });
      tombstonePuts.push({ collection: "tombstones", id: tombstones.keyOf(customerId), value: encodeInstant(erasedAt) });
      return { customerId, version, state: null };
    }
    const state = encodeCustomer(customer);
    deletes.delete(customerId);
    puts.set(customerId, { collection: "customers", id: customerId, value: state });
    return { customerId, version, state };
  };
  const close = (next: number, clock: number): void => {
    const customers = Array.from(touched, encode);
    const value = encodeCustomerUpdates({ partition, from: start, next, clock, customers }, entries);
    updates.push({ topic: "customer-updates", key: String(partition), value, partition });
    start = next;
    bytes = 0;
    clearEntries(entries);
    touched = new Map();
  };

  return {
    beforeChange({ offset, customerId, isErasure }, clock) {
      const before = touched.get(customerId);
      if (before !== undefined && (isErasure || before.customer === null)) close(offset, clock);
    },
    changed(entry, owned) {
      const { customer, erasedAt } = owned;
      bytes += estimate(entry, owned, touched.has(entry.customerId));
      addEntry(entries, entry);
      touched.set(entry.customerId, { customer, erasedAt, version: entry.offset });
    },
    recordDone(next, clock) {
      if (bytes > TARGET_BYTES) close(next, clock);
    },
    finish(next, clock) {
      if (next > start) close(next, clock);
      return { updates, puts: [...puts.values(), ...tombstonePuts], deletes: [...deletes.values()] };
    },
  };
}

/** Roughly the bytes that an entry and its customer will take. */
function estimate(entry: UpdateEntry, owned: Owned, known: boolean): number {
  const cause = 60 + 32 * entry.cause.items.length;
  return known || owned.customer === null ? cause : cause + 500 + 34 * owned.customer.items.ids.length;
}
