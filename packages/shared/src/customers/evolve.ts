import { MAX_ATTRIBUTES } from "../events/customer.ts";
import type { Cause, CauseItem } from "../events/customer-update.ts";
import type { Profile } from "../events/customer.ts";
import type { ShopEvent } from "../events/index.ts";
import type { Rejection } from "../errors.ts";
import type { Change, ChangeContext } from "./change.ts";
import type { Customer } from "./customer.ts";
import { NO_SPEND } from "./decayed-spend.ts";
import { isRepeat, noEventIds, remember } from "./event-ids.ts";
import { emptyItemTable } from "./item-table.ts";
import { applyPurchase } from "./apply-purchase.ts";
import { applyReturn } from "./apply-return.ts";

/** What an event did to a customer. */
export type Evolved =
  | { readonly outcome: "applied"; readonly customer: Customer | null; readonly cause: Cause; readonly unmatched: number }
  /** The event id was seen before: nothing changes. */
  | { readonly outcome: "repeat" }
  | { readonly outcome: "rejected"; readonly rejection: Rejection };

export interface EvolveContext {
  /** Event time, epoch milliseconds. */
  readonly time: number;
  /** Offset of the event in its partition. */
  readonly offset: number;
  /** The currency of an event and a customer that name none. */
  readonly defaultCurrency: string;
}

/**
 * The next state of a customer. Deterministic in (customer, event, context). The history and the event ids inside
 * `customer` are patched in place, so only the returned customer may be used afterwards.
 */
export function evolve(customer: Customer | null, event: ShopEvent, context: EvolveContext): Evolved {
  if (customer !== null && isRepeat(customer.eventIds, event.id)) return { outcome: "repeat" };
  if (event.type === "erase") return applied(null, { type: "erase", orderId: "", time: context.time, items: [] }, 0);
  const current = customer ?? newCustomer(event.customerId);
  const next = change(current, event, context);
  if ("rejection" in next) return { outcome: "rejected", rejection: next.rejection };
  remember(current.eventIds, event.id);
  return applied(next.customer, next.cause, next.unmatched);
}

/** A customer of whom nothing is known yet. */
export function newCustomer(customerId: string): Customer {
  return {
    customerId,
    version: -1,
    currency: null,
    firstTime: 0,
    lastTime: 0,
    orders: 0,
    units: 0,
    gross: 0,
    returned: 0,
    spend: NO_SPEND,
    variety: 0,
    lastOrder: 0,
    profile: {},
    items: emptyItemTable(),
    eventIds: noEventIds(),
  };
}

function change(customer: Customer, event: Exclude<ShopEvent, { type: "erase" }>, context: EvolveContext): Change | { rejection: Rejection } {
  const { time, offset: version } = context;
  if (event.type === "profile") return applyProfile(customer, event, { version, time });
  const currency = event.currency ?? customer.currency ?? context.defaultCurrency;
  if (customer.currency !== null && currency !== customer.currency) {
    const message = `this customer's currency is ${customer.currency}, the event is in ${currency}: convert it, or use another customerId`;
    return { rejection: { code: "currency_mismatch", message } };
  }
  switch (event.type) {
    case "purchase":
      return applyPurchase(customer, event, { version, time, currency });
    case "return":
      return applyReturn(customer, event, { version, time, currency });
    default:
      return event satisfies never;
  }
}

const ENVELOPE = new Set(["type", "version", "id", "customerId", "time"]);

/** Per attribute the latest event time wins; of equal times the later event. */
function applyProfile(customer: Customer, event: Profile, { version, time }: Omit<ChangeContext, "currency">): Change | { rejection: Rejection } {
  const profile = { ...customer.profile };
  for (const [name, value] of Object.entries(event)) {
    if (ENVELOPE.has(name) || value === undefined) continue;
    const known = profile[name];
    if (known === undefined || known.time <= time) profile[name] = { value, time };
  }
  if (Object.keys(profile).length > MAX_ATTRIBUTES) {
    return { rejection: { code: "invalid_profile", message: `a customer has at most ${MAX_ATTRIBUTES} attributes` } };
  }
  const items: readonly CauseItem[] = [];
  return { customer: { ...customer, version, profile }, cause: { type: "profile", orderId: "", time, items }, unmatched: 0 };
}

function applied(customer: Customer | null, cause: Cause, unmatched: number): Evolved {
  return { outcome: "applied", customer, cause, unmatched };
}
