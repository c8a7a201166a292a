import type { Purchase } from "@segue/shared/events/purchase";
import type { Return } from "@segue/shared/events/return";

type Line = Purchase["items"][number];

export const aLine = (line: Partial<Line> = {}): Line => ({ productId: "85123A", quantity: 6, unitPrice: 2.55, ...line });

export const aPurchase = (purchase: Partial<Purchase> = {}): Purchase => ({
  type: "purchase",
  id: "evt-1",
  customerId: "c17",
  orderId: "o-99",
  time: "2026-03-01T10:00:00Z",
  currency: "GBP",
  items: [aLine()],
  ...purchase,
});

export const aReturn = (given: Partial<Return> = {}): Return => ({
  type: "return",
  id: "evt-2",
  customerId: "c17",
  orderId: "o-99",
  time: "2026-03-05T10:00:00Z",
  items: [{ productId: "85123A", quantity: 2 }],
  ...given,
});
