import type { CustomerReply } from "@segue/shared/api/segments";
import { useState } from "preact/hooks";
import type { Api } from "../api.ts";
import { buy, untilCounted } from "./purchase.ts";
import type { Wish } from "./purchase.ts";
import type { CustomerView } from "./use-customer.ts";
import type { RecommendationsView } from "./use-recommendations.ts";

/** What a purchase has done; told step by step, as it becomes known. */
export interface Receipt {
  readonly customerId: string;
  readonly title: string;
  readonly productId: string;
  readonly price: number | undefined;
  readonly currency: string | null;
  readonly outcome: { readonly state: "sending" } | { readonly state: "failed"; readonly message: string } | { readonly state: "bought"; readonly ms: number };
  /** The customer before and after, where both are known. */
  readonly before: CustomerReply | null;
  readonly after: CustomerReply | null;
}

export interface Desk {
  readonly api: Api;
  readonly customer: CustomerView;
  readonly recommendations: RecommendationsView;
  /** Told when the purchase has been counted, so that the segments may be looked at. */
  readonly onCounted: () => void;
}

export interface PurchaseView {
  readonly receipt: Receipt | null;
  readonly buyNow: (wish: Wish & { readonly title: string }) => void;
}

/** Buying, one thing at a time. */
export function usePurchase({ api, customer, recommendations, onCounted }: Desk): PurchaseView {
  const [receipt, setReceipt] = useState<Receipt | null>(null);

  const run = async (wish: Wish & { readonly title: string }): Promise<void> => {
    const before = customer.customer;
    const { customerId, title, productId, price, currency } = wish;
    const sent: Receipt = { customerId, title, productId, price, currency, outcome: { state: "sending" }, before, after: null };
    setReceipt(sent);
    try {
      const ms = await buy(wish, { send: api.send, reloadList: recommendations.reload });
      const bought: Receipt = { ...sent, outcome: { state: "bought", ms } };
      setReceipt(bought);
      const after = await untilCounted(before?.orders ?? 0, customer.reload);
      setReceipt({ ...bought, after });
      onCounted();
    } catch (error) {
      setReceipt((now) => (now?.outcome.state === "bought" ? now : { ...sent, outcome: { state: "failed", message: error instanceof Error ? error.message : String(error) } }));
    }
  };

  const buyNow: PurchaseView["buyNow"] = (wish) => {
    if (receipt?.outcome.state !== "sending") void run(wish);
  };
  return { receipt, buyNow };
}
