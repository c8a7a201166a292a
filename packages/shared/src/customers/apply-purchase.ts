import type { CauseItem } from "../events/customer-update.ts";
import type { Purchase } from "../events/purchase.ts";
import type { Change, ChangeContext } from "./change.ts";
import type { Customer } from "./customer.ts";
import { addSpend } from "./decayed-spend.ts";
import { hash32 } from "./hash.ts";
import { areDistinct } from "./id-index.ts";
import { MAX_ITEMS, addBasket, countAt, everBought, evictItems, findItem, lastAt, putItem } from "./item-table.ts";
import type { BasketLine, ItemTable } from "./item-table.ts";
import { lineAmount } from "./money.ts";

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
  const items: CauseItem[] = [];
  let fresh = 0;
  for (const line of mergeLines(event.items)) {
    const item = buy(customer.items, line, time);
    if (item.prevCount === 0) fresh++;
    items.push(item);
  }
  evictItems(customer.items, time, MAX_ITEMS);
  return {
    // Named one by one: to copy an object and write over the copy costs several times as much.
    customer: {
      customerId: customer.customerId,
      version,
      currency,
      firstTime: customer.orders === 0 ? time : Math.min(customer.firstTime, time),
      lastTime: Math.max(customer.lastTime, time),
      orders: customer.orders + (sameOrder ? 0 : 1),
      units: customer.units + units,
      gross: customer.gross + amount,
      returned: customer.returned,
      spend: addSpend(customer.spend, amount, time),
      variety: customer.variety + fresh,
      lastOrder,
      profile: customer.profile,
      items: customer.items,
      eventIds: customer.eventIds,
    },
    cause: { type: "purchase", orderId: event.orderId, time, items },
    unmatched: 0,
  };
}

/** One line per product, in order of first appearance, at the last price. */
function mergeLines(lines: readonly BasketLine[]): readonly BasketLine[] {
  if (areDistinct(lines.map(({ productId }) => productId))) return lines;
  const merged = new Map<string, BasketLine>();
  for (const { productId, quantity, unitPrice } of lines) {
    merged.set(productId, { productId, quantity: quantity + (merged.get(productId)?.quantity ?? 0), unitPrice });
  }
  return [...merged.values()];
}

function buy(table: ItemTable, line: BasketLine, time: number): CauseItem {
  const { productId, quantity, unitPrice } = line;
  const row = findItem(table, productId);
  if (row < 0) return buyNew(table, line, time);
  const prevCount = countAt(table, row);
  const prevLast = lastAt(table, row);
  addBasket(table, row, { quantity, unitPrice, time });
  return { productId, quantity, prevCount, prevLast, count: prevCount + 1 };
}

function buyNew(table: ItemTable, { productId, quantity, unitPrice }: BasketLine, time: number): CauseItem {
  const prevCount = everBought(table, productId) ? 1 : 0;
  putItem(table, table.ids.length, { productId, count: 1, decayed: 1, last: time, lastPrice: unitPrice, units: quantity });
  return { productId, quantity, prevCount, prevLast: 0, count: prevCount + 1 };
}
