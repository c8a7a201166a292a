import type { Cause } from "../events/customer-update.ts";
import type { Customer } from "./customer.ts";

/** A customer after one event, and what a learner needs to know of the change. */
export interface Change {
  readonly customer: Customer;
  readonly cause: Cause;
  readonly unmatched: number;
}
