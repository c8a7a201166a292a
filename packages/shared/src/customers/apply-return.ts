import type { CauseItem } from "../events/customer-update.ts";
import type { Return } from "../events/return.ts";
import type { Change, ChangeContext } from "./change.ts";
import type { Customer } from "./customer.ts";
import { subtractSpend } from "./decayed-spend.ts";
import { dropItem, findItem, itemAt, putItem } from "./item-table.ts";
import type { ItemTable } from "./item-table.ts";
import { lineAmount } from "./money.ts";

interface Returned {
  readonly amount: number;
  readonly units: number;
  readonly time: number;
  readonly item: CauseItem;
  readonly matched: boolean;
}

/**
 * Takes goods back, with the time of their purchase. Units and money fall; the basket count of a product falls, to nothing, only
 * when no unit of it is left. A product that is not in the history takes back what the event names and counts as unmatched.
 */
export function applyReturn(customer: Customer, event: Return, { version, time, currency }: ChangeContext): Change {
  const purchased = event.purchaseTime === undefined ? null : Date.parse(event.purchaseTime);
  const lines = event.items.map((line) => giveBack(customer.items, line, { purchased, returned: time, currency }));
  const matched = lines.filter((line) => line.matched);
  let { spend, returned, units } = customer;
  for (const line of lines) {
    spend = subtractSpend(spend, line.amount, line.time);
    returned += line.amount;
    units = Math.max(0, units - line.units);
  }
  const gone = matched.filter((line) => line.item.count === 0).length;
  const causeTime = purchased ?? matched.reduce((latest, line) => Math.max(latest, line.time), 0);
  return {
    customer: { ...customer, version, currency, spend, returned, units, variety: customer.variety - gone },
    cause: { type: "return", orderId: event.orderId, time: causeTime === 0 ? time : causeTime, items: matched.map((line) => line.item) },
    unmatched: lines.length - matched.length,
  };
}

type ReturnLine = Return["items"][number];

interface ReturnContext {
  readonly purchased: number | null;
  readonly returned: number;
  readonly currency: string;
}

function giveBack(table: ItemTable, line: ReturnLine, { purchased, returned, currency }: ReturnContext): Returned {
  const { productId, quantity } = line;
  const row = findItem(table, productId);
  if (row < 0) {
    const amount = line.unitPrice === undefined ? 0 : lineAmount(quantity, line.unitPrice, currency);
    const item = { productId, quantity, prevCount: 0, prevLast: 0, count: 0 };
    return { amount, units: quantity, time: purchased ?? returned, item, matched: false };
  }
  const before = itemAt(table, row);
  const units = before.units - quantity;
  if (units > 0) putItem(table, row, { ...before, units });
  else dropItem(table, row);
  return {
    amount: lineAmount(quantity, line.unitPrice ?? before.lastPrice, currency),
    units: quantity,
    time: purchased ?? before.last,
    item: { productId, quantity, prevCount: before.count, prevLast: before.last, count: units > 0 ? before.count : 0 },
    matched: true,
  };
}
