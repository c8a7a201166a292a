import type { AttributeValue } from "../events/customer.ts";
import type { EventIds } from "./event-ids.ts";
import type { ItemTable } from "./item-table.ts";

/** What ingest knows of one customer. Money is in integer minor units of the customer's currency, times are epoch milliseconds (0: never). */
export interface CustomerSums {
  readonly customerId: string;
  readonly currency: string | null;
  readonly firstTime: number;
  readonly lastTime: number;
  readonly orders: number;
  readonly units: number;
  /** Value of all purchases. */
  readonly gross: number;
  /** Value of all returns. */
  readonly returned: number;
  /** L = ln(sum of amount x e^(lambda (t - landmark))), the forward-decayed spend (see decayed-spend.ts); -Infinity when nothing is left. */
  readonly spend: number;
  /** Distinct products ever bought. */
  readonly variety: number;
  /** Each attribute with the event time it was last set at. */
  readonly profile: Readonly<Record<string, { readonly value: AttributeValue; readonly time: number }>>;
}

export interface Customer extends CustomerSums {
  /** Offset in `events` of the last event that changed this customer. */
  readonly version: number;
  /** Hash of the last order id, so that an order sent in parts counts once. */
  readonly lastOrder: number;
  readonly items: ItemTable;
  readonly eventIds: EventIds;
}
