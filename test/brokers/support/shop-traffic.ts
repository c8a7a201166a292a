import type { ShopEvent } from "@segue/shared/events/index";
import type { EventLog } from "@segue/shared/ports/event-log";
import { seededRandom } from "@segue/shared/math/random";
import { aLine, aPurchase, aReturn } from "../../builders.ts";

const CUSTOMERS = 40;
const PRODUCTS = 30;
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** Buying, giving back, sending twice and being erased, the same for the same seed. */
export interface Traffic {
  /** Appends the next `count` events. */
  send(count: number): Promise<void>;
  readonly sent: number;
}

export function createTraffic(log: EventLog, seed: number): Traffic {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  let sent = 0;
  const next = (): ShopEvent => {
    const n = sent++;
    const time = new Date(START + n * MINUTE).toISOString();
    const common = { id: `e${random() < 0.02 ? Math.max(0, n - CUSTOMERS) : n}`, customerId: `customer ${below(CUSTOMERS)}`, time };
    const productId = `p${below(PRODUCTS)}`;
    if (random() < 0.1) return aReturn({ ...common, orderId: `o${n}`, items: [{ productId, quantity: 1 }] });
    if (random() < 0.01) return { type: "erase", ...common };
    return aPurchase({ ...common, orderId: `o${n}`, items: [aLine({ productId, quantity: 1 + below(4), unitPrice: below(5000) / 100 })] });
  };
  return {
    get sent() {
      return sent;
    },
    send: async (count) => {
      const events = Array.from({ length: count }, next);
      await log.append(events.map((event) => ({ topic: "events", key: event.customerId, value: Buffer.from(JSON.stringify(event)) })));
    },
  };
}
