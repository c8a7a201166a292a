import type { Customer } from "../customers/customer.ts";
import { evolve, newCustomer } from "../customers/evolve.ts";
import type { UpdateEntry } from "../events/customer-update.ts";
import { basketCount } from "./basket-log.ts";
import type { BasketLog } from "./basket-log.ts";
import { purchaseOf } from "./purchases.ts";

/** The customers of a log as the ingest service keeps them. */
export interface Customers {
  readonly log: BasketLog;
  readonly states: (Customer | undefined)[];
}

export interface Update {
  readonly customer: Customer;
  readonly entry: UpdateEntry;
  /** Distinct products before. */
  readonly varietyBefore: number;
}

/** Amounts are compared, never shown, so it does not matter which. */
const CURRENCY = "USD";

export function createCustomers(log: BasketLog): Customers {
  return { log, states: new Array<Customer | undefined>(log.customerIds.length) };
}

/** A customer before a basket. */
export function customerAt({ log, states }: Customers, customer: number): Customer {
  return states[customer] ?? newCustomer(log.customerIds[customer]);
}

/** What ingest makes of a basket: the customer's next state, and the entry that the other services read. */
export function takeBasket(customers: Customers, basket: number): Update {
  const { log, states } = customers;
  const index = log.customers[basket];
  const before = states[index];
  const varietyBefore = before?.variety ?? 0;
  const purchase = purchaseOf(log, basket);
  const evolved = evolve(before ?? null, purchase, { time: log.times[basket], offset: basket, defaultCurrency: CURRENCY });
  if (evolved.outcome !== "applied" || evolved.customer === null) throw new Error(`basket ${basket} of ${basketCount(log)} was not taken: ${evolved.outcome}`);
  states[index] = evolved.customer;
  return { customer: evolved.customer, entry: { offset: basket, customerId: purchase.customerId, cause: evolved.cause }, varietyBefore };
}
