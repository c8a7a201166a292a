import { Packr } from "msgpackr";
import { createByteWriter, writeRaw, writtenBytes } from "../byte-writer.ts";
import type { ByteWriter } from "../byte-writer.ts";
import { AppError } from "../errors.ts";
import { CUSTOMER_UPDATES_SCHEMA } from "../events/customer-update.ts";
import type { Cause, CauseItem, CustomerUpdates, UpdateEntry, UpdatedCustomer } from "../events/customer-update.ts";
import { writeArrayHead, writeBinary, writeNil, writeNumber, writeString } from "../msgpack-writer.ts";

const packr = new Packr({ useRecords: false });

type StoredItem = [productId: string, quantity: number, prevCount: number, prevLast: number, count: number];
type StoredEntry = [offset: number, customerId: string, type: Cause["type"], orderId: string, time: number, items: StoredItem[]];
type StoredCustomer = [customerId: string, version: number, state: Uint8Array | null];
type Stored = [schema: number, partition: number, from: number, next: number, clock: number, StoredEntry[], StoredCustomer[]];

/** What a record says beside its entries. */
export type UpdatesHead = Omit<CustomerUpdates, "entries">;

/** Entries of a record under way, encoded as they come: the causes of a whole record, kept as objects, would outlive many collections. */
export interface EncodedEntries {
  readonly writer: ByteWriter;
  count: number;
}

const FEW_ENTRIES_BYTES = 2 * 1024;
const HEAD_BYTES = 64;

export function noEntries(): EncodedEntries {
  return { writer: createByteWriter(FEW_ENTRIES_BYTES), count: 0 };
}

/** Begins the next record in the memory of the one before. */
export function clearEntries(entries: EncodedEntries): void {
  entries.writer.at = 0;
  entries.count = 0;
}

export function addEntry(entries: EncodedEntries, { offset, customerId, cause }: UpdateEntry): void {
  const { writer } = entries;
  entries.count++;
  writeArrayHead(writer, 6);
  writeNumber(writer, offset);
  writeString(writer, customerId);
  writeString(writer, cause.type);
  writeString(writer, cause.orderId);
  writeNumber(writer, cause.time);
  writeArrayHead(writer, cause.items.length);
  for (const item of cause.items) writeItem(writer, item);
}

/** Encodes one record of `customer-updates` as msgpack arrays, in the order of the fields in events/customer-update.ts. */
export function encodeCustomerUpdates({ partition, from, next, clock, customers }: UpdatesHead, entries: EncodedEntries): Uint8Array {
  const states = customers.reduce((sum, { customerId, state }) => sum + HEAD_BYTES + 3 * customerId.length + (state?.length ?? 0), 0);
  const writer = createByteWriter(HEAD_BYTES + entries.writer.at + states);
  writeArrayHead(writer, 7);
  for (const value of [CUSTOMER_UPDATES_SCHEMA, partition, from, next, clock]) writeNumber(writer, value);
  writeArrayHead(writer, entries.count);
  writeRaw(writer, writtenBytes(entries.writer));
  writeArrayHead(writer, customers.length);
  for (const customer of customers) writeCustomer(writer, customer);
  return writtenBytes(writer);
}

function writeItem(writer: ByteWriter, item: CauseItem): void {
  writeArrayHead(writer, 5);
  writeString(writer, item.productId);
  writeNumber(writer, item.quantity);
  writeNumber(writer, item.prevCount);
  writeNumber(writer, item.prevLast);
  writeNumber(writer, item.count);
}

function writeCustomer(writer: ByteWriter, { customerId, version, state }: UpdatedCustomer): void {
  writeArrayHead(writer, 3);
  writeString(writer, customerId);
  writeNumber(writer, version);
  if (state === null) writeNil(writer);
  else writeBinary(writer, state);
}

/** @throws AppError `unknown_schema` for a record of another layout: that is a bug, not data. */
export function decodeCustomerUpdates(bytes: Uint8Array): CustomerUpdates {
  const [schema, partition, from, next, clock, entries, customers] = packr.unpack(bytes) as Stored;
  if (schema !== CUSTOMER_UPDATES_SCHEMA) {
    throw new AppError("unknown_schema", `a customer-updates record has schema ${String(schema)}; this version reads ${CUSTOMER_UPDATES_SCHEMA}: upgrade the reader`);
  }
  return { partition, from, next, clock, entries: entries.map(entryOf), customers: customers.map(customerOf) };
}

function entryOf([offset, customerId, type, orderId, time, items]: StoredEntry): UpdateEntry {
  return { offset, customerId, cause: { type, orderId, time, items: items.map(itemOf) } };
}

function itemOf([productId, quantity, prevCount, prevLast, count]: StoredItem): CauseItem {
  return { productId, quantity, prevCount, prevLast, count };
}

function customerOf([customerId, version, state]: StoredCustomer): UpdatedCustomer {
  return { customerId, version, state };
}
