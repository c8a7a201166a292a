import type { Customer, CustomerSums } from "@segue/shared/customers/customer";
import { evolve } from "@segue/shared/customers/evolve";
import { featureNamed } from "@segue/shared/customers/features";
import { spendingScores } from "@segue/shared/customers/spending-score";
import type { AnalysisColumn, AnalysisDates, AnalysisTable } from "@segue/shared/analysis/analysis-table";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import type { GroupedLog } from "../purchase-log/read-orders.ts";

const DAY = 86_400_000;
/** Money of logs that name no currency has two decimals, as most have. */
export const UNNAMED_CURRENCY = "XXX";

/** What purchases say of a customer, in the order in which it is shown. The score is a rank among all customers. */
const COLUMNS = ["recency", "frequency", "monetary", "averageBasket", "variety", "tenure", "returnRate"] as const;
const SCORE = "spendingScore";

export interface PurchaseFeatures {
  readonly returns: ReadonlyMap<string, number>;
  /** Whether money is net of returns. */
  readonly net: boolean;
}

/** The customers of a purchase log with their features on the day after the last purchase, in order of their ids. */
export function purchaseTable(log: GroupedLog, { returns, net }: PurchaseFeatures): AnalysisTable {
  const customers = [...customersOf(log).values()].sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
  const tomorrow = dayOf(log.report.lastTime) + DAY;
  const features = COLUMNS.flatMap((name) => featureNamed(name) ?? []);
  const columns: AnalysisColumn[] = [...features.map(({ name, log: isLog }) => ({ name, label: name, log: isLog })), { name: SCORE, label: SCORE, log: false }];
  const scores = spendingScores(Float64Array.from(customers, ({ spend }) => spend));
  const values = new Float64Array(customers.length * columns.length);
  customers.forEach((customer, row) => {
    const taken = returns.get(customer.customerId) ?? 0;
    const [plain, netted] = [inDays(customer), { ...inDays(customer), returned: taken }];
    const of = (name: string): CustomerSums => (name === "returnRate" || (net && name === "monetary") ? netted : plain);
    features.forEach((feature, f) => (values[row * columns.length + f] = feature.of(of(feature.name), tomorrow)));
    values[row * columns.length + features.length] = scores[row] ?? Number.NaN;
  });
  return { ids: customers.map(({ customerId }) => customerId), columns, values: { values, dims: columns.length }, categories: [], dates: datesOf(customers) };
}

const datesOf = (customers: readonly Customer[]): AnalysisDates[] => [
  { name: "firstPurchase", values: Float64Array.from(customers, ({ firstTime }) => firstTime) },
  { name: "lastPurchase", values: Float64Array.from(customers, ({ lastTime }) => lastTime) },
];

/** Whole days count from midnight to midnight. */
function inDays(customer: Customer): CustomerSums {
  return { ...customer, firstTime: dayOf(customer.firstTime), lastTime: dayOf(customer.lastTime) };
}

function dayOf(time: number): number {
  return Math.floor(time / DAY) * DAY;
}

function customersOf({ orders }: GroupedLog): Map<string, Customer> {
  const customers = new Map<string, Customer>();
  let offset = 0;
  for (const order of orders()) {
    const evolved = evolve(customers.get(order.customerId) ?? null, purchaseEvent(order), { time: order.time, offset: offset++, defaultCurrency: UNNAMED_CURRENCY });
    if (evolved.outcome === "applied" && evolved.customer !== null) customers.set(order.customerId, evolved.customer);
  }
  return customers;
}
