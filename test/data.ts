import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { CustomerSums } from "@segue/shared/customers/customer";

const bytes = (path: string): Buffer => readFileSync(new URL(`../datasets/${path}`, import.meta.url));

export interface MallCustomer {
  readonly customerId: string;
  readonly age: number;
  readonly annualIncome: number;
  readonly spendingScore: number;
}

/** The 200 mall customers in file order. */
export function mallCustomers(): MallCustomer[] {
  const rows = parse<Record<string, string>>(bytes("mall-customers/Mall_Customers.csv"), { columns: true });
  return rows.map((row) => ({
    customerId: row.CustomerID,
    age: Number(row.Age),
    annualIncome: Number(row["Annual Income (k$)"]),
    spendingScore: Number(row["Spending Score (1-100)"]),
  }));
}

export interface RetailOrder {
  readonly orderId: string;
  readonly customerId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Pence. */
  readonly gross: number;
  readonly products: readonly string[];
}

/** The purchases of Online Retail by known customers as orders in time order: no cancellations, quantity and price above 0. */
function retailOrders(): RetailOrder[] {
  const orders = new Map<string, { orderId: string; customerId: string; time: number; gross: number; products: string[] }>();
  for (const { orderId, productId, customerId, time, gross } of retailLines()) {
    const order = orders.get(orderId) ?? { orderId, customerId, time, gross: 0, products: [] };
    order.gross += gross;
    order.products.push(productId);
    orders.set(orderId, order);
  }
  return [...orders.values()].sort((a, b) => a.time - b.time || (a.orderId < b.orderId ? -1 : 1));
}

const retailText = (): string => gunzipSync(bytes("online-retail/online-retail.csv.gz")).toString("utf8");

/** The head line and the first rows of Online Retail, as in the file: 40,000 are the first four weeks. */
export const someRetailRows = (rows: number): string => retailText().split("\n", 1 + rows).join("\n");

interface RetailLine {
  readonly orderId: string;
  readonly productId: string;
  readonly customerId: string;
  readonly time: number;
  readonly gross: number;
}

function retailLines(): RetailLine[] {
  const [, ...lines] = retailText().split("\n");
  return lines.flatMap((line) => retailLine(line.split(",")));
}

/** Only descriptions are quoted and may hold commas: what comes after them is read from the right. */
function retailLine(fields: readonly string[]): RetailLine[] {
  const [orderId, productId] = fields;
  const [quantity, date, price, customerId] = fields.slice(-5, -1);
  const sold = Number(quantity) > 0 && Number(price) > 0;
  if (!customerId || orderId.startsWith("C") || !sold) return [];
  return [{ orderId, productId, customerId, time: retailTime(date), gross: Math.round(Number(quantity) * Number(price) * 100) }];
}

/** `M/D/YYYY H:mm` as UTC. */
function retailTime(text: string): number {
  const [month, day, year, hour, minute] = text.split(/[/ :]/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

export const aCustomerWith = (sums: Partial<CustomerSums> = {}): CustomerSums => ({
  customerId: "c17",
  currency: "GBP",
  firstTime: 0,
  lastTime: 0,
  orders: 0,
  units: 0,
  gross: 0,
  returned: 0,
  spend: Number.NEGATIVE_INFINITY,
  variety: 0,
  profile: {},
  ...sums,
});

/** Raw recency, frequency and monetary of the retail customers on 2011-12-10, row by row in order of their ids. */
export function retailRfm(): { readonly ids: readonly string[]; readonly values: Float64Array } {
  const DAY = 86_400_000;
  const customers = new Map<string, { last: number; orders: number; gross: number }>();
  for (const order of retailOrders()) {
    const { last, orders, gross } = customers.get(order.customerId) ?? { last: 0, orders: 0, gross: 0 };
    customers.set(order.customerId, { last: Math.max(last, order.time), orders: orders + 1, gross: gross + order.gross });
  }
  const ids = [...customers.keys()].sort();
  const today = Date.UTC(2011, 11, 10) / DAY;
  const rows = ids.map((id) => customers.get(id) ?? { last: 0, orders: 0, gross: 0 });
  return { ids, values: Float64Array.from(rows.flatMap((c) => [today - Math.floor(c.last / DAY), c.orders, c.gross / 100])) };
}
