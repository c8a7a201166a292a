import type { Purchase } from "../events/purchase.ts";
import type { BasketLog } from "./basket-log.ts";

/** The event of a basket, as the log would be imported. */
export function purchaseOf(log: BasketLog, basket: number): Purchase {
  const items: Purchase["items"] = [];
  for (let line = log.starts[basket]; line < log.starts[basket + 1]; line++) {
    items.push({ productId: log.productIds[log.products[line]], quantity: log.quantities[line], unitPrice: log.prices[line] });
  }
  const id = `basket-${basket}`;
  return { type: "purchase", version: 1, id, orderId: id, customerId: log.customerIds[log.customers[basket]], time: new Date(log.times[basket]).toISOString(), items };
}
