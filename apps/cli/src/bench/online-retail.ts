import type { Product } from "@segue/shared/events/product";
import { demoPlan } from "../embedded/demo-plan.ts";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import { readOrders } from "../purchase-log/read-orders.ts";

const CURRENCY = "GBP";

/** `up` loads the whole file at once and stays still then. */
export const WHOLE_BACKFILL = ["--demo", "--live-from", "2030-01-01"];

/** The bundled purchases, by time, and the products that they name. */
export async function onlineRetailLog(): Promise<{ readonly orders: readonly PurchaseOrder[]; readonly products: readonly Product[] }> {
  return readOrders(demoPlan({ speed: "1" }).file);
}

export async function onlineRetail(): Promise<readonly PurchaseOrder[]> {
  return (await onlineRetailLog()).orders;
}

/** An order as a record of `events` holds it. */
export function eventJson(order: PurchaseOrder): string {
  return JSON.stringify(purchaseEvent(order, CURRENCY));
}

/** The order again as a new one of the same customer, with no time: whoever takes it in stamps it with now. */
export function freshEvent(order: PurchaseOrder, id: string): object {
  const { time: _time, ...event } = purchaseEvent(order, CURRENCY);
  return { ...event, id, orderId: id };
}
