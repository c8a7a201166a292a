import type { Cause } from "../events/customer-update.ts";
import type { Customer } from "./customer.ts";

/** What an event that changes a customer says beside its lines. */
export interface ChangeContext {
  /** The version of the customer after it. */
  readonly version: number;
  /** Event time, epoch milliseconds. */
  readonly time: number;
  /** The currency of the event, which is the customer's from then on. */
  readonly currency: string;
}

/** A customer after one event, and what a learner needs to know of the change. */
export interface Change {
  readonly customer: Customer;
  readonly cause: Cause;
  readonly unmatched: number;
}
