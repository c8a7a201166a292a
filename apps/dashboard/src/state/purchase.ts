import type { RecommendationsReply } from "@segue/shared/api/recommendations";
import type { CustomerReply } from "@segue/shared/api/segments";
import type { Purchase } from "@segue/shared/events/purchase";
import type { Api } from "../api.ts";

export interface Wish {
  readonly customerId: string;
  readonly productId: string;
  /** `undefined` where neither the catalogue nor the history knows a price. */
  readonly price: number | undefined;
  readonly currency: string | null;
}

/** One unit, bought now: `time` is left to the server, whose clock may be that of a replay. */
function purchaseOf({ customerId, productId, price, currency }: Wish): Purchase {
  return {
    type: "purchase",
    id: crypto.randomUUID(),
    customerId,
    orderId: crypto.randomUUID(),
    ...(currency === null ? {} : { currency }),
    items: [{ productId, quantity: 1, unitPrice: price ?? 0 }],
  };
}

export interface BuyDeps {
  readonly send: Api["send"];
  readonly reloadList: (after: string) => Promise<RecommendationsReply>;
}

/** Buys, and waits until the list knows of it; resolves to how long that took, in milliseconds. */
export async function buy(wish: Wish, { send, reloadList }: BuyDeps): Promise<number> {
  const started = performance.now();
  const { position } = await send(purchaseOf(wish));
  await reloadList(position);
  return performance.now() - started;
}

/** The customer's numbers come from another service than the list and may be a moment behind it. */
const LOOKS = 20;
const PAUSE = 50;

/** Looks at the customer until the purchase shows, for a second at most. */
export async function untilCounted(ordersBefore: number, reload: () => Promise<CustomerReply | null>): Promise<CustomerReply | null> {
  for (let look = 1; ; look++) {
    const customer = await reload();
    if (look === LOOKS || (customer !== null && customer.orders > ordersBefore)) return customer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
