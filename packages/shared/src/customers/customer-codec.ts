import { Packr } from "msgpackr";
import { createByteWriter, writeRaw } from "../byte-writer.ts";
import type { ByteWriter } from "../byte-writer.ts";
import { AppError } from "../errors.ts";
import { writeArrayHead, writeBinary, writeEncodedString, writeNil, writeNumber, writeString } from "../msgpack-writer.ts";
import type { Customer, CustomerSums } from "./customer.ts";
import { eventIdBytes, restoreEventIds } from "./event-ids.ts";
import { itemTableParts, restoreItemTable, viewItems } from "./item-table-parts.ts";
import type { ItemsView } from "./item-table-parts.ts";

/** Version of the stored layout, first in every record. */
const CUSTOMER_SCHEMA = 2;

/** Times are stored in seconds: whole ones take five bytes as an integer, in milliseconds all would take nine. */
const MS_PER_SECOND = 1000;

/** Values in a stored customer; the id is not among them, since it is what the record is found by. */
const FIELDS = 17;

const packr = new Packr({ useRecords: false, encodeUndefinedAsNil: true });

/** The stored layout, by position; docs/state.md describes it for readers in other languages. */
type Stored = readonly [
  schema: number,
  version: number,
  currency: string | null,
  firstSeconds: number,
  lastSeconds: number,
  orders: number,
  units: number,
  gross: number,
  returned: number,
  spend: number,
  variety: number,
  lastOrder: number,
  profile: CustomerSums["profile"] | null,
  ids: string,
  rows: Uint8Array,
  evicted: Uint8Array,
  eventIds: Uint8Array,
];

/**
 * Customers are encoded one behind the other and returned as views, which are never written to again: to give each memory of its
 * own would cost as much as to encode it.
 */
const SLAB_BYTES = 256 * 1024;
const SPARE_BYTES = 4 * 1024;
let slab = createByteWriter(0);

/** Encodes a customer as one msgpack array. Equal customers give equal bytes. */
export function encodeCustomer(customer: Customer): Uint8Array {
  // Where less is left, what lies there already would often be moved to make room.
  if (slab.bytes.length - slab.at < SPARE_BYTES) slab = createByteWriter(SLAB_BYTES);
  const start = slab.at;
  writeArrayHead(slab, FIELDS);
  writeNumber(slab, CUSTOMER_SCHEMA);
  writeNumber(slab, customer.version);
  if (customer.currency === null) writeNil(slab);
  else writeString(slab, customer.currency);
  writeNumbers(slab, customer);
  if (Object.keys(customer.profile).length === 0) writeNil(slab);
  else writeRaw(slab, packr.pack(customer.profile));
  const { ids, rows, evicted } = itemTableParts(customer.items);
  writeEncodedString(slab, ids);
  writeBinary(slab, rows);
  writeBinary(slab, evicted);
  writeBinary(slab, eventIdBytes(customer.eventIds));
  return slab.bytes.subarray(start, slab.at);
}

function writeNumbers(writer: ByteWriter, customer: Customer): void {
  writeNumber(writer, customer.firstTime / MS_PER_SECOND);
  writeNumber(writer, customer.lastTime / MS_PER_SECOND);
  writeNumber(writer, customer.orders);
  writeNumber(writer, customer.units);
  writeNumber(writer, customer.gross);
  writeNumber(writer, customer.returned);
  writeNumber(writer, customer.spend);
  writeNumber(writer, customer.variety);
  writeNumber(writer, customer.lastOrder);
}

/** @throws AppError `unknown_schema` for a record of another layout. */
export function decodeCustomer(customerId: string, bytes: Uint8Array): Customer {
  const stored = unpack(bytes);
  const [, version, , , , , , , , , , lastOrder, , ids, rows, evicted, eventIds] = stored;
  return {
    ...sumsOf(customerId, stored),
    version,
    lastOrder,
    items: restoreItemTable(ids, rows, evicted),
    eventIds: restoreEventIds(eventIds),
  };
}

/** A customer to look at: without what only ingest needs. */
export type CustomerView = CustomerSums & { readonly items: ItemsView };

/** The same for readers, at half the cost. @throws AppError `unknown_schema` */
export function viewCustomer(customerId: string, bytes: Uint8Array): CustomerView {
  const stored = unpack(bytes);
  const [, , , , , , , , , , , , , ids, rows, evicted] = stored;
  return { ...sumsOf(customerId, stored), items: viewItems(ids, rows, evicted) };
}

/** How many bytes at the head of a record hold its schema and version: no two states of a customer begin alike. */
export const STAMP_BYTES = 13;

/** The hot part of a customer, without unfolding the history. @throws AppError `unknown_schema` */
export function decodeSums(customerId: string, bytes: Uint8Array): CustomerSums {
  return sumsOf(customerId, unpack(bytes));
}

function unpack(bytes: Uint8Array): Stored {
  const stored = packr.unpack(bytes) as Stored;
  if (stored[0] !== CUSTOMER_SCHEMA) {
    throw new AppError("unknown_schema", `a customer record has schema ${String(stored[0])}; this version reads ${CUSTOMER_SCHEMA}: upgrade, or rebuild from the log`);
  }
  return stored;
}

function sumsOf(customerId: string, stored: Stored): CustomerSums {
  const [, , currency, firstSeconds, lastSeconds, orders, units, gross, returned, spend, variety, , profile] = stored;
  const firstTime = Math.round(firstSeconds * MS_PER_SECOND);
  const lastTime = Math.round(lastSeconds * MS_PER_SECOND);
  return { customerId, currency, firstTime, lastTime, orders, units, gross, returned, spend, variety, profile: profile ?? {} };
}
