import type { CauseItem } from "../events/customer-update.ts";
import type { Purchase } from "../events/purchase.ts";
import type { Change, ChangeContext } from "./change.ts";
import type { Customer } from "./customer.ts";
import { addSpend } from "./decayed-spend.ts";
import { hash32 } from "./hash.ts";
import { createIdIndex, indexLast, positionOf } from "./id-index.ts";
import { DECAY_HALF_LIFE, MAX_ITEMS, everBought, evictItems, findItem, itemAt, putItem } from "./item-table.ts";
import type { Item, ItemTable } from "./item-table.ts";
import { lineAmount } from "./money.ts";

interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** Adds an order. An order that comes in parts (the same order id twice in a row) counts once. */
export function applyPurchase(customer: Customer, event: Purchase, { version, time, currency }: ChangeContext): Change {
  const lastOrder = hash32(event.orderId);
  const sameOrder = customer.orders > 0 && lastOrder === customer.lastOrder;
  let amount = 0;
  let units = 0;
  for (const line of event.items) {
    amount += lineAmount(line.quantity, line.unitPrice, currency);
    units += line.quantity;
  }
  const items = mergeLines(event.items).map((line) => buy(customer.items, line, time));
  const fresh = items.filter((item) => item.prevCount === 0).length;
  evictItems(customer.items, time, MAX_ITEMS);
  return {
    customer: {
      ...customer,
      version,
      currency,
      firstTime: customer.orders === 0 ? time : Math.min(customer.firstTime, time),
      lastTime: Math.max(customer.lastTime, time),
      orders: customer.orders + (sameOrder ? 0 : 1),
      units: customer.units + units,
      gross: customer.gross + amount,
      spend: addSpend(customer.spend, amount, time),
      variety: customer.variety + fresh,
      lastOrder,
    },
    cause: { type: "purchase", orderId: event.orderId, time, items },
    unmatched: 0,
  };
}

/** One line per product, in order of first appearance, at the last price. */
function mergeLines(lines: readonly Line[]): readonly Line[] {
  const ids: string[] = [];
  const merged: Line[] = [];
  let index = createIdIndex(lines.length);
  for (const line of lines) {
    const at = positionOf(index, ids, line.productId);
    if (at >= 0) {
      merged[at] = { ...line, quantity: line.quantity + merged[at].quantity };
      continue;
    }
    merged.push(line);
    ids.push(line.productId);
    index = indexLast(index, ids);
  }
  return merged;
}

function buy(table: ItemTable, line: Line, time: number): CauseItem {
  const row = findItem(table, line.productId);
  if (row < 0) return buyNew(table, line, time);
  const before = itemAt(table, row);
  putItem(table, row, boughtAgain(before, line, time));
  return { productId: line.productId, quantity: line.quantity, prevCount: before.count, prevLast: before.last, count: before.count + 1 };
}

function buyNew(table: ItemTable, line: Line, time: number): CauseItem {
  const known = everBought(table, line.productId);
  const item: Item = { productId: line.productId, count: 1, decayed: 1, last: time, lastPrice: line.unitPrice, units: line.quantity };
  putItem(table, table.ids.length, item);
  const prevCount = known ? 1 : 0;
  return { productId: line.productId, quantity: line.quantity, prevCount, prevLast: 0, count: prevCount + 1 };
}

function boughtAgain(item: Item, line: Line, time: number): Item {
  const late = time < item.last;
  const decay = 2 ** (-Math.abs(time - item.last) / DECAY_HALF_LIFE);
  return {
    productId: item.productId,
    count: item.count + 1,
    decayed: late ? item.decayed + decay : item.decayed * decay + 1,
    last: Math.max(item.last, time),
    lastPrice: late ? item.lastPrice : line.unitPrice,
    units: item.units + line.quantity,
  };
}
