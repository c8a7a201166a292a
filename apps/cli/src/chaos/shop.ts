import type { ShopEvent } from "@segue/shared/events/index";
import { seededRandom } from "@segue/shared/math/random";

/** A shop's life, the same for the same seed: purchases, returns, profiles, erasures, and the same event twice. */
export interface Shop {
  take(count: number): readonly ShopEvent[];
  purchase(common: Common): ShopEvent;
  readonly sent: number;
  /** Time of the last event, epoch milliseconds. */
  readonly now: number;
}

interface Common {
  readonly id: string;
  readonly customerId: string;
  readonly time: string;
}

const CUSTOMERS = 600;
const PRODUCTS = 120;
const START = Date.UTC(2024, 0, 1);
/** Event time between two events: a minute of chaos is about two days of the shop. */
const STEP = 20_000;
const SENT_AGAIN_FROM = 20;

export function createShop(seed: number): Shop {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const recent: ShopEvent[] = [];
  let sent = 0;
  const purchase = (common: Common): ShopEvent => {
    const items = Array.from({ length: 1 + below(5) }, () => ({ productId: `product-${below(PRODUCTS)}`, quantity: 1 + below(4), unitPrice: (1 + below(2_000)) / 100 }));
    return { type: "purchase", ...common, orderId: `order-${common.id}`, currency: "GBP", items };
  };
  const next = (): ShopEvent => {
    const n = sent++;
    const repeated = recent[below(SENT_AGAIN_FROM)];
    const kind = random();
    if (kind < 0.02 && repeated !== undefined) return repeated;
    const common = { id: `event-${n}`, customerId: `customer-${below(CUSTOMERS)}`, time: new Date(START + n * STEP).toISOString() };
    if (kind < 0.023) return { type: "erase", ...common };
    if (kind < 0.05) return { type: "profile", ...common, age: 18 + below(60) };
    if (kind < 0.1) return { type: "return", ...common, orderId: `order-${n}`, items: [{ productId: `product-${below(PRODUCTS)}`, quantity: 1 + below(2) }] };
    return purchase(common);
  };
  return {
    take: (count) =>
      Array.from({ length: count }, () => {
        const event = next();
        recent.unshift(event);
        recent.length = Math.min(recent.length, SENT_AGAIN_FROM);
        return event;
      }),
    purchase,
    get sent() {
      return sent;
    },
    get now() {
      return START + sent * STEP;
    },
  };
}
