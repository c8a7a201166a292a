import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { PastOrder } from "@segue/shared/recommendation/prequential";

const FILE = new URL("../../datasets/online-retail/online-retail.csv.gz", import.meta.url);

interface Order {
  readonly customerId: string;
  readonly time: number;
  readonly products: Set<string>;
}

/** The orders of Online Retail as design 4.0 selects them, by time; of the first `lines` lines of the file only, if given. */
export function onlineRetailOrders(lines = Number.POSITIVE_INFINITY): PastOrder[] {
  const text = gunzipSync(readFileSync(FILE)).toString("utf8");
  const options = Number.isFinite(lines) ? { to_line: lines } : {};
  const rows: string[][] = parse(text, { from_line: 2, ...options });
  const orders = new Map<string, Order>();
  for (const [invoice, product, , quantity, date, price, customerId] of rows) {
    if (!isKept({ invoice, product, quantity, price, customerId })) continue;
    const order = orders.get(invoice) ?? { customerId, time: timeOf(date), products: new Set() };
    order.products.add(product);
    orders.set(invoice, order);
  }
  const sorted = [...orders.values()].sort((a, b) => a.time - b.time);
  return sorted.map(({ customerId, time, products }) => ({ customerId, time, products: [...products] }));
}

function isKept(line: Record<"invoice" | "product" | "quantity" | "price" | "customerId", string>): boolean {
  const sold = Number(line.quantity) > 0 && Number(line.price) > 0 && !line.invoice.startsWith("C");
  return sold && line.customerId !== "" && /^\d{5}/.test(line.product);
}

/** "12/1/2010 8:26": month, day, year. */
function timeOf(date: string): number {
  const [month, day, year, hour, minute] = date.split(/\D/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}
