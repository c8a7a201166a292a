import type { CustomerSums } from "../customers/customer.ts";
import { hasScore } from "../customers/features.ts";

/** In a slot column: in none. */
export const NO_SLOT = 255;
/** In the minor column: the assignment has not been stored under the present major version. */
export const NEVER = 0xffff_ffff;
const NO_CURRENCY = 255;

/** Numbers per row of `sums`: what the features of an idle customer are recomputed from. */
const SUMS = 8;
const ORDERS = 2;
const GROSS = 4;
const RETURNED = 5;
const SPEND = 6;

type ColumnArray = Float64Array | Uint8Array | Uint32Array | Int32Array;

/**
 * The customers as columns, 76 + 8 per feature bytes each besides the id. Rows 0..size-1 are in use; the last one takes the place of a
 * row that goes, so that nothing of an erased customer stays behind.
 */
export interface CustomerTable {
  readonly width: number;
  /** Numbers of the latest products kept of each customer: none where segments are not made from them. */
  readonly kept: number;
  size: number;
  readonly ids: string[];
  readonly rows: Map<string, number>;
  /** Currencies seen, by their index in the column. */
  readonly currencies: string[];
  sums: Float64Array;
  /** Raw feature values (features, then context), NaN where not known. */
  raw: Float64Array;
  currency: Uint8Array;
  /** The slot the customer counts for in the statistics. */
  slot: Uint8Array;
  /** The slot of the published label. */
  published: Uint8Array;
  /** The slot at the adoption of the model that serves. */
  origin: Uint8Array;
  /** The minor version the stored assignment names. */
  minor: Uint32Array;
  /** Squared distance to the centroid of the slot, in 2^-16. */
  error: Uint32Array;
  /** The latest products by their numbers on the shelf, 0 where there are no more. */
  latest: Int32Array;
}

/** The columns that a snapshot holds, with the numbers per row. */
export function columnsOf(table: CustomerTable): readonly (readonly [ColumnName, number])[] {
  return [["sums", SUMS], ["raw", table.width], ["currency", 1], ["slot", 1], ["published", 1], ["origin", 1], ["minor", 1], ["error", 1], ["latest", table.kept]];
}
export type ColumnName = "sums" | "raw" | "currency" | "slot" | "published" | "origin" | "minor" | "error" | "latest";

export function emptyTable(width: number, kept: number): CustomerTable {
  return {
    width,
    kept,
    size: 0,
    ids: [],
    rows: new Map(),
    currencies: [],
    sums: new Float64Array(0),
    raw: new Float64Array(0),
    currency: new Uint8Array(0),
    slot: new Uint8Array(0),
    published: new Uint8Array(0),
    origin: new Uint8Array(0),
    minor: new Uint32Array(0),
    error: new Uint32Array(0),
    latest: new Int32Array(0),
  };
}

/** A row for a customer who has none yet. */
export function addRow(table: CustomerTable, customerId: string): number {
  if (table.size === table.slot.length) grow(table);
  const row = table.size++;
  table.ids.push(customerId);
  table.rows.set(customerId, row);
  table.currency[row] = NO_CURRENCY;
  table.slot[row] = NO_SLOT;
  table.published[row] = NO_SLOT;
  table.origin[row] = NO_SLOT;
  table.minor[row] = NEVER;
  return row;
}

function grow(table: CustomerTable): void {
  const capacity = Math.max(64, table.slot.length * 2);
  const wider = <T extends ColumnArray>(column: T, larger: T): T => {
    larger.set(column);
    return larger;
  };
  table.sums = wider(table.sums, new Float64Array(capacity * SUMS));
  table.raw = wider(table.raw, new Float64Array(capacity * table.width));
  table.currency = wider(table.currency, new Uint8Array(capacity));
  table.slot = wider(table.slot, new Uint8Array(capacity));
  table.published = wider(table.published, new Uint8Array(capacity));
  table.origin = wider(table.origin, new Uint8Array(capacity));
  table.minor = wider(table.minor, new Uint32Array(capacity));
  table.error = wider(table.error, new Uint32Array(capacity));
  table.latest = wider(table.latest, new Int32Array(capacity * table.kept));
}

export function removeRow(table: CustomerTable, row: number): void {
  const last = --table.size;
  table.rows.delete(table.ids[row]);
  for (const [name, perRow] of columnsOf(table)) {
    const column = table[name];
    column.copyWithin(row * perRow, last * perRow, (last + 1) * perRow);
    column.fill(0, last * perRow, (last + 1) * perRow);
  }
  const moved = table.ids.pop();
  if (moved === undefined || row === last) return;
  table.ids[row] = moved;
  table.rows.set(moved, row);
}

export function writeSums(table: CustomerTable, row: number, customer: CustomerSums): void {
  const at = row * SUMS;
  const { sums } = table;
  sums[at] = customer.firstTime;
  sums[at + 1] = customer.lastTime;
  sums[at + ORDERS] = customer.orders;
  sums[at + 3] = customer.units;
  sums[at + GROSS] = customer.gross;
  sums[at + RETURNED] = customer.returned;
  // The spend of those whose score is given has no rank.
  sums[at + SPEND] = hasScore(customer) ? Number.NaN : customer.spend;
  sums[at + 7] = customer.variety;
  table.currency[row] = currencyIndex(table, customer.currency);
}

function currencyIndex(table: CustomerTable, currency: string | null): number {
  if (currency === null) return NO_CURRENCY;
  const known = table.currencies.indexOf(currency);
  if (known >= 0) return known;
  return table.currencies.length < NO_CURRENCY ? table.currencies.push(currency) - 1 : NO_CURRENCY;
}

export type MutableSums = { -readonly [K in keyof CustomerSums]: CustomerSums[K] };

/** What the table keeps of a customer, written into `into`; the profile stays empty. */
export function readSums(table: CustomerTable, row: number, into: MutableSums): MutableSums {
  const at = row * SUMS;
  const { sums } = table;
  into.firstTime = sums[at];
  into.lastTime = sums[at + 1];
  into.orders = sums[at + ORDERS];
  into.units = sums[at + 3];
  into.gross = sums[at + GROSS];
  into.returned = sums[at + RETURNED];
  into.spend = sums[at + SPEND];
  into.variety = sums[at + 7];
  into.customerId = table.ids[row];
  into.currency = table.currencies[table.currency[row]] ?? null;
  return into;
}

/** Sums over all customers: orders, and by currency (as numbered in the column) money in minor units. */
export interface Totals {
  orders: number;
  readonly gross: number[];
  readonly returned: number[];
}

/** Counts a customer into (`sign` 1) or out of (-1) the totals. */
export function countTotals(table: CustomerTable, row: number, counting: { readonly totals: Totals; readonly sign: 1 | -1 }): void {
  const { totals, sign } = counting;
  const at = row * SUMS;
  const currency = table.currency[row];
  totals.orders += sign * table.sums[at + ORDERS];
  if (currency === NO_CURRENCY) return;
  totals.gross[currency] = (totals.gross[currency] ?? 0) + sign * table.sums[at + GROSS];
  totals.returned[currency] = (totals.returned[currency] ?? 0) + sign * table.sums[at + RETURNED];
}

/** The forward-decayed spend that a customer is ranked by; NaN where the profile gives the score. */
export const spendOf = (table: CustomerTable, row: number): number => table.sums[row * SUMS + SPEND];

export function emptySums(): MutableSums {
  return {
    customerId: "",
    currency: null,
    firstTime: 0,
    lastTime: 0,
    orders: 0,
    units: 0,
    gross: 0,
    returned: 0,
    spend: Number.NEGATIVE_INFINITY,
    variety: 0,
    profile: {},
  };
}
