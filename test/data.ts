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
  const rows = parse<string[]>(bytes("mall-customers/Mall_Customers.csv"), { fromLine: 2 });
  return rows.map(([customerId = "", , age, annualIncome, spendingScore]) => ({
    customerId,
    age: Number(age),
    annualIncome: Number(annualIncome),
    spendingScore: Number(spendingScore),
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
export function retailOrders(): RetailOrder[] {
  const orders = new Map<string, { orderId: string; customerId: string; time: number; gross: number; products: string[] }>();
  for (const line of retailLines()) {
    const key = `${line.customerId} ${line.orderId}`;
    const order = orders.get(key) ?? { orderId: line.orderId, customerId: line.customerId, time: line.time, gross: 0, products: [] };
    order.gross += line.gross;
    order.products.push(line.productId);
    orders.set(key, order);
  }
  return [...orders.values()].sort((a, b) => a.time - b.time || (a.orderId < b.orderId ? -1 : 1));
}

function* retailLines(): Generator<{ orderId: string; productId: string; customerId: string; time: number; gross: number }> {
  const [, ...lines] = gunzipSync(bytes("online-retail/online-retail.csv.gz")).toString("utf8").split("\n");
  for (const line of lines) {
    // Only descriptions are quoted and may hold commas, and they come before what is read from the right.
    const fields = line.split(",");
    const [quantity, date, price, customerId] = fields.slice(-5, -1);
    const [orderId, productId] = fields;
    if (customerId === undefined || customerId === "" || orderId === undefined || orderId.startsWith("C")) continue;
    if (!(Number(quantity) > 0) || !(Number(price) > 0)) continue;
    const gross = Math.round(Number(quantity) * Number(price) * 100);
    yield { orderId, productId: productId ?? "", customerId, time: retailTime(date ?? ""), gross };
  }
}

/** `M/D/YYYY H:mm` as UTC. */
function retailTime(text: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = text.split(/[/ :]/).map(Number);
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
