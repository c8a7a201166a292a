import { createHash } from "node:crypto";
import { MAX_LINES } from "@segue/shared/events/purchase";
import type { Interner } from "./interner.ts";
import { createInterner, detached } from "./interner.ts";
import type { Line } from "./line-reader.ts";
import type { LineStore, OrderItem } from "./line-store.ts";
import { createLineStore } from "./line-store.ts";
import type { NumberList } from "./number-list.ts";
import { float64List, int32List } from "./number-list.ts";

/** One order of the log: what becomes one purchase event. */
export interface PurchaseOrder {
  /** Made from the customer and the order (without order ids: the time), so that loading a file again repeats the same ids. */
  readonly id: string;
  readonly customerId: string;
  readonly orderId: string;
  /** Epoch milliseconds: the time of the order's first line. */
  readonly time: number;
  readonly currency?: string;
  readonly items: readonly OrderItem[];
  /** Where the order begins in the file. */
  readonly row: number;
}

type OrderKey = Pick<Line, "eventId" | "orderId" | "customerId" | "time">;

/** Gathers lines into orders. The lines of an order need not stand together, and the file need not be sorted. */
export interface OrderTable {
  readonly customers: Interner;
  readonly currencies: Interner;
  readonly lines: LineStore;
  readonly orders: Readonly<Record<"customer" | "currency" | "time" | "row" | "part" | "first" | "last" | "count", NumberList>>;
  readonly orderIds: string[];
  readonly eventIds: Map<number, string>;
  /** The latest part of each order. */
  readonly byKey: Map<string, number>;
  /** The order of the line before, most often the next line's as well; -1 at first. */
  last: OrderKey & { readonly order: number };
}

export function createOrderTable(): OrderTable {
  const orders = {
    customer: int32List(), currency: int32List(), time: float64List(), row: int32List(), part: int32List(), first: int32List(), last: int32List(), count: int32List(),
  };
  const [customers, currencies, lines] = [createInterner(), createInterner(), createLineStore()];
  return { customers, currencies, lines, orders, orderIds: [], eventIds: new Map(), byKey: new Map(), last: { eventId: "", orderId: "", customerId: "", time: 0, order: -1 } };
}

/** Adds a line to its order and answers its product's index; -1 when it is in another currency than the order. */
export function addLine(table: OrderTable, line: Line, row: number): number {
  const { orders, lines } = table;
  const order = continues(table, line) ? table.last.order : orderOf(table, line, row);
  if (orders.currency.get(order) !== table.currencies.index(line.currency)) return -1;
  const product = lines.products.index(line.productId);
  const index = lines.add(line, product, orders.last.get(order));
  if (orders.first.get(order) < 0) orders.first.set(order, index);
  orders.last.set(order, index);
  orders.count.set(order, orders.count.get(order) + 1);
  return product;
}

/** The orders by time, equal times in order of first appearance; made one by one. */
export function* ordersByTime(table: OrderTable): Generator<PurchaseOrder> {
  const { time } = table.orders;
  const sequence = Uint32Array.from({ length: table.orderIds.length }, (_, index) => index);
  sequence.sort((a, b) => time.get(a) - time.get(b) || a - b);
  for (const order of sequence) yield orderAt(table, order);
}

/** Spares most lines the search by key. */
function continues({ last, orders }: OrderTable, line: Line): boolean {
  if (last.order < 0 || last.customerId !== line.customerId || last.orderId !== line.orderId || last.eventId !== line.eventId) return false;
  return (line.orderId !== "" || last.time === line.time) && orders.count.get(last.order) < MAX_LINES;
}

function orderOf(table: OrderTable, line: Line, row: number): number {
  const key = keyOf(line);
  const found = table.byKey.get(key);
  // An event holds at most MAX_LINES lines; what goes beyond them is a further part of the order, an event of its own.
  const full = found !== undefined && table.orders.count.get(found) >= MAX_LINES;
  const order = found === undefined || full ? beginOrder(table, line, row) : found;
  if (full) table.orders.part.set(order, table.orders.part.get(found) + 1);
  if (order !== found) table.byKey.set(key, order);
  table.last = { eventId: line.eventId, orderId: line.orderId, customerId: line.customerId, time: line.time, order };
  return order;
}

/** A line break can stand in no id, so that two orders never share a key. */
function keyOf({ eventId, orderId, customerId, time }: OrderKey): string {
  return `${eventId}\n${orderId === "" ? time : orderId}\n${customerId}`;
}

function beginOrder(table: OrderTable, line: Line, row: number): number {
  const { orders } = table;
  orders.customer.push(table.customers.index(line.customerId));
  orders.currency.push(table.currencies.index(line.currency));
  orders.time.push(line.time);
  orders.row.push(row);
  orders.part.push(0);
  orders.first.push(-1);
  orders.last.push(-1);
  orders.count.push(0);
  const order = table.orderIds.push(detached(line.orderId)) - 1;
  if (line.eventId !== "") table.eventIds.set(order, detached(line.eventId));
  return order;
}

/** The times of each customer's orders, ascending, for the customers with more than `moreThan` of them. */
export function* longHistories({ orders, orderIds, customers }: OrderTable, moreThan: number): Generator<{ customerId: string; times: number[] }> {
  const counts = new Uint32Array(customers.size);
  for (let order = 0; order < orderIds.length; order += 1) increase(counts, orders.customer.get(order));
  const long = [...counts.entries()].filter(([, count]) => count > moreThan);
  const times = new Map<number, number[]>(long.map(([customer]) => [customer, []]));
  for (let order = 0; order < orderIds.length; order += 1) times.get(orders.customer.get(order))?.push(orders.time.get(order));
  for (const [customer, list] of times) yield { customerId: customers.text(customer), times: list.sort((a, b) => a - b) };
}

function increase(counts: Uint32Array, index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

/** When the first and the last order were placed; 0 where there is none. */
export function timeSpan({ orders, orderIds }: OrderTable): { firstTime: number; lastTime: number } {
  if (orderIds.length === 0) return { firstTime: 0, lastTime: 0 };
  let [firstTime, lastTime] = [orders.time.get(0), orders.time.get(0)];
  for (let order = 1; order < orderIds.length; order += 1) {
    const time = orders.time.get(order);
    if (time < firstTime) firstTime = time;
    else if (time > lastTime) lastTime = time;
  }
  return { firstTime, lastTime };
}

function orderAt(table: OrderTable, order: number): PurchaseOrder {
  const { orders } = table;
  const time = orders.time.get(order);
  const customerId = table.customers.text(orders.customer.get(order));
  const orderId = table.orderIds[order] || new Date(time).toISOString();
  const currency = table.currencies.text(orders.currency.get(order));
  const id = eventIdOf({ customerId, orderId, part: orders.part.get(order), given: table.eventIds.get(order) });
  const items = table.lines.chain(orders.first.get(order));
  return { id, customerId, orderId, time, ...(currency === "" ? {} : { currency }), items, row: orders.row.get(order) };
}

function eventIdOf(order: { customerId: string; orderId: string; part: number; given: string | undefined }): string {
  if (order.given !== undefined && order.part === 0) return order.given;
  const text = JSON.stringify([order.customerId, order.orderId, order.part, order.given]);
  return `log-${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}
