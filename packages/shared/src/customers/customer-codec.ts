import { Packr } from "msgpackr";
import { AppError } from "../errors.ts";
import type { Customer, CustomerSums } from "./customer.ts";
import { eventIdBytes, restoreEventIds } from "./event-ids.ts";
import { itemTableParts, restoreItemTable } from "./item-table.ts";

/** Version of the stored layout, first in every record. */
const CUSTOMER_SCHEMA = 1;

const packr = new Packr({ useRecords: false, encodeUndefinedAsNil: true });

/** The stored layout, by position; docs/state.md describes it for readers in other languages. */
type Stored = readonly [
  schema: number,
  version: number,
  customerId: string,
  currency: string | null,
  firstTime: number,
  lastTime: number,
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

/** Encodes a customer as one msgpack array. Equal customers give equal bytes. */
export function encodeCustomer(customer: Customer): Uint8Array {
  const { ids, rows, evicted } = itemTableParts(customer.items);
  const profile = Object.keys(customer.profile).length === 0 ? null : customer.profile;
  const stored: Stored = [
    CUSTOMER_SCHEMA,
    customer.version,
    customer.customerId,
    customer.currency,
    customer.firstTime,
    customer.lastTime,
    customer.orders,
    customer.units,
    customer.gross,
    customer.returned,
    customer.spend,
    customer.variety,
    customer.lastOrder,
    profile,
    ids,
    rows,
    evicted,
    eventIdBytes(customer.eventIds),
  ];
  return packr.pack(stored);
}

/** @throws AppError `unknown_schema` for a record of another layout. */
export function decodeCustomer(bytes: Uint8Array): Customer {
  const stored = unpack(bytes);
  const [, version, , , , , , , , , , , lastOrder, , ids, rows, evicted, eventIds] = stored;
  return {
    ...sumsOf(stored),
    version,
    lastOrder,
    items: restoreItemTable({ ids, rows, evicted }),
    eventIds: restoreEventIds(eventIds),
  };
}

/** The hot part of a customer, without unfolding the history. */
export function decodeSums(bytes: Uint8Array): CustomerSums {
  return sumsOf(unpack(bytes));
}

function unpack(bytes: Uint8Array): Stored {
  const stored = packr.unpack(bytes) as Stored;
  if (stored[0] !== CUSTOMER_SCHEMA) {
    throw new AppError("unknown_schema", `a customer record has schema ${String(stored[0])}; this version reads ${CUSTOMER_SCHEMA}: upgrade, or rebuild from the log`);
  }
  return stored;
}

function sumsOf(stored: Stored): CustomerSums {
  const [, , customerId, currency, firstTime, lastTime, orders, units, gross, returned, spend, variety, , profile] = stored;
  return { customerId, currency, firstTime, lastTime, orders, units, gross, returned, spend, variety, profile: profile ?? {} };
}
