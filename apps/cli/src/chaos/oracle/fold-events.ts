import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import { evolve } from "@segue/shared/customers/evolve";
import type { ShopEvent } from "@segue/shared/events/index";
import type { LogRecord } from "@segue/shared/ports/event-log";

/** What the customers of one or several partitions must be: every event applied by itself, one after the other. */
export interface CustomerFold {
  /** A record that holds an event with its time. */
  apply(record: LogRecord): void;
  readonly customers: () => ReadonlyMap<string, Uint8Array>;
}

/** Erasures take the customer and all earlier events. */
export function createCustomerFold(): CustomerFold {
  const customers = new Map<string, Customer | null>();
  const erased = new Map<string, number>();
  return {
    apply: (record) => {
      const event = JSON.parse(Buffer.from(record.value ?? []).toString("utf8")) as ShopEvent & { time: string };
      const { customerId } = event;
      const time = Date.parse(event.time);
      const known = customers.get(customerId) ?? null;
      const erasedAt = erased.get(customerId) ?? 0;
      if (known === null && time <= erasedAt) return;
      const result = evolve(known, event, { time, offset: record.offset, defaultCurrency: "GBP" });
      if (result.outcome !== "applied") return;
      customers.set(customerId, result.customer);
      if (event.type === "erase") erased.set(customerId, Math.max(time, erasedAt));
    },
    customers: () => new Map([...customers].flatMap(([id, customer]) => (customer === null ? [] : [[id, encodeCustomer(customer)] as const]))),
  };
}
