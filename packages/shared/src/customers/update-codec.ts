import { Packr } from "msgpackr";
import { AppError } from "../errors.ts";
import { CUSTOMER_UPDATES_SCHEMA } from "../events/customer-update.ts";
import type { Cause, CauseItem, CustomerUpdates, UpdateEntry, UpdatedCustomer } from "../events/customer-update.ts";

const packr = new Packr({ useRecords: false });

type StoredItem = [productId: string, quantity: number, prevCount: number, prevLast: number, count: number];
type StoredEntry = [offset: number, customerId: string, type: Cause["type"], orderId: string, time: number, items: StoredItem[]];
type StoredCustomer = [customerId: string, version: number, state: Uint8Array | null];
type Stored = [schema: number, partition: number, from: number, next: number, clock: number, StoredEntry[], StoredCustomer[]];

/** Encodes one record of `customer-updates` as msgpack arrays, in the order of the fields in events/customer-update.ts. */
export function encodeCustomerUpdates(updates: CustomerUpdates): Uint8Array {
  const entries = updates.entries.map(
    ({ offset, customerId, cause }): StoredEntry => [offset, customerId, cause.type, cause.orderId, cause.time, cause.items.map(storedItem)],
  );
  const customers = updates.customers.map(({ customerId, version, state }): StoredCustomer => [customerId, version, state]);
  const stored: Stored = [CUSTOMER_UPDATES_SCHEMA, updates.partition, updates.from, updates.next, updates.clock, entries, customers];
  return packr.pack(stored);
}

/** @throws AppError `unknown_schema` for a record of another layout: that is a bug, not data. */
export function decodeCustomerUpdates(bytes: Uint8Array): CustomerUpdates {
  const [schema, partition, from, next, clock, entries, customers] = packr.unpack(bytes) as Stored;
  if (schema !== CUSTOMER_UPDATES_SCHEMA) {
    throw new AppError("unknown_schema", `a customer-updates record has schema ${String(schema)}; this version reads ${CUSTOMER_UPDATES_SCHEMA}: upgrade the reader`);
  }
  return { partition, from, next, clock, entries: entries.map(entryOf), customers: customers.map(customerOf) };
}

const storedItem = (item: CauseItem): StoredItem => [item.productId, item.quantity, item.prevCount, item.prevLast, item.count];

function entryOf([offset, customerId, type, orderId, time, items]: StoredEntry): UpdateEntry {
  return { offset, customerId, cause: { type, orderId, time, items: items.map(itemOf) } };
}

function itemOf([productId, quantity, prevCount, prevLast, count]: StoredItem): CauseItem {
  return { productId, quantity, prevCount, prevLast, count };
}

function customerOf([customerId, version, state]: StoredCustomer): UpdatedCustomer {
  return { customerId, version, state };
}
