import type { ShopEvent } from "@segue/shared/events/index";
import { seededRandom } from "@segue/shared/math/random";

export interface ShopDayOptions {
  readonly seed: number;
  readonly events: number;
  readonly customers: number;
}

const START = Date.UTC(2024, 0, 1);
const STEP = 20 * 60_000;

/** A stretch of a shop's life with everything that happens there: purchases, returns, profiles, erasures, and the same event twice. At its end three customers leave for good. */
export function shopDay({ seed, events, customers }: ShopDayOptions): readonly ShopEvent[] {
  const random = seededRandom(seed);
  const pick = (n: number): number => Math.floor(random() * n);
  const made: ShopEvent[] = [];
  while (made.length < events) {
    const index = made.length;
    const common = { id: `event-${index}`, customerId: customerId(pick(customers)), time: new Date(START + index * STEP).toISOString() };
    const kind = random();
    const repeated = made[Math.max(0, index - 1 - pick(20))];
    if (kind < 0.02 && repeated !== undefined) made.push(repeated);
    else if (kind < 0.025) made.push({ type: "erase", ...common });
    else if (kind < 0.05) made.push({ type: "profile", ...common, age: 18 + pick(60) });
    else if (kind < 0.1) made.push({ type: "return", ...common, orderId: `order-${index}`, items: [{ productId: `product-${pick(80)}`, quantity: 1 + pick(3) }] });
    else made.push({ type: "purchase", ...common, orderId: `order-${index}`, currency: "GBP", items: lines(pick) });
  }
  const end = new Date(START + events * STEP).toISOString();
  const leaving = [0, 1, 2].map((n): ShopEvent => ({ type: "erase", id: `leave-${n}`, customerId: customerId(n), time: end }));
  return [...made, ...leaving];
}

const customerId = (n: number): string => `customer-${String(n).padStart(4, "0")}`;

function lines(pick: (n: number) => number): { readonly productId: string; readonly quantity: number; readonly unitPrice: number }[] {
  return Array.from({ length: 1 + pick(6) }, () => ({ productId: `product-${pick(80)}`, quantity: 1 + pick(5), unitPrice: (1 + pick(2_000)) / 100 }));
}
