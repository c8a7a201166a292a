import type { Purchase } from "@segue/shared/events/purchase";
import type { PurchaseOrder } from "./order-table.ts";

/** The event of an order; `currency` is for logs that do not name one. */
export function purchaseEvent(order: PurchaseOrder, currency?: string): Purchase {
  const code = order.currency ?? currency;
  return {
    type: "purchase",
    version: 1,
    id: order.id,
    customerId: order.customerId,
    orderId: order.orderId,
    time: new Date(order.time).toISOString(),
    ...(code === undefined ? {} : { currency: code }),
    items: [...order.items],
  };
}
