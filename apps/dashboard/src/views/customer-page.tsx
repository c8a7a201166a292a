import type { CustomerReply, SegmentReply } from "@segue/shared/api/segments";
import { useEffect, useRef } from "preact/hooks";
import { CustomerFacts } from "../components/customer-facts.tsx";
import { CustomerHead } from "../components/customer-head.tsx";
import { CustomerPath } from "../components/customer-path.tsx";
import { History } from "../components/history.tsx";
import { Recommendations } from "../components/recommendations.tsx";
import { SegmentList } from "../components/segment-list.tsx";
import type { Navigation } from "../state/address.ts";
import { segmentOf } from "../state/segment-of.ts";
import { useServices } from "../state/services.ts";
import { useCustomer } from "../state/use-customer.ts";
import type { LiveView } from "../state/use-live.ts";
import { usePurchase } from "../state/use-purchase.ts";
import type { Receipt } from "../state/use-purchase.ts";
import { useRecommendations } from "../state/use-recommendations.ts";

interface CustomerPageProps {
  readonly customerId: string;
  readonly navigation: Navigation;
  readonly live: LiveView;
}

/** One customer: who they are, what they bought and what to show them, with the segments beside. */
export function CustomerPage({ customerId, navigation, live }: CustomerPageProps) {
  const { api } = useServices();
  const { strategy } = navigation.address;
  const asOf = live.segments?.asOf;
  const view = useCustomer(customerId);
  const recommendations = useRecommendations(customerId, strategy);
  const { receipt, buyNow } = usePurchase({ api, customer: view, recommendations, onCounted: live.refresh });
  const { customer } = view;
  useReloadOnChange(customer, recommendations.reload);
  const segment = segmentOf(live.segments, customer);
  return (
    <div class="split">
      <section class="customer" aria-labelledby="customer-heading">
        <CustomerHead customerId={customerId} view={view} segment={segment} navigation={navigation} />
        {customer !== null && <About customer={customer} live={live} receipt={receipt} segment={segment.reply} />}
        <div class="customer-columns">
          <Recommendations
            customerId={customerId}
            view={recommendations}
            strategy={strategy}
            onStrategy={(next) => navigation.go({ strategy: next })}
            customer={customer}
            receipt={receipt}
            onBuy={buyNow}
          />
          <History view={view} asOf={asOf} bought={boughtProduct(receipt)} />
        </div>
      </section>
      <SegmentList live={live} navigation={navigation} mine={segment.id} />
    </div>
  );
}

interface AboutProps {
  readonly customer: CustomerReply;
  readonly live: LiveView;
  readonly receipt: Receipt | null;
  readonly segment: SegmentReply | null;
}

function About({ customer, live, receipt, segment }: AboutProps) {
  return (
    <>
      <CustomerFacts customer={customer} segment={segment} before={receipt?.before ?? null} />
      <CustomerPath customerId={customer.customerId} segments={live.segments} tick={customer} />
    </>
  );
}

function boughtProduct(receipt: Receipt | null): string | null {
  return receipt?.outcome.state === "bought" ? receipt.productId : null;
}

/** The customer can buy elsewhere, too: then the list is asked for anew. */
function useReloadOnChange(customer: CustomerReply | null, reload: () => Promise<unknown>): void {
  const state = customer === null ? null : `${customer.orders}/${customer.units}/${customer.revenue}`;
  const known = useRef<string | null>(null);
  useEffect(() => {
    const before = known.current;
    known.current = state;
    // What cannot be had now is had with the next change; the banner tells of the server.
    if (before !== null && before !== state) reload().catch(() => undefined);
  }, [state, reload]);
}
