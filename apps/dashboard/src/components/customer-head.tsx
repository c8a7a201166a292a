import type { CustomerReply } from "@segue/shared/api/segments";
import { useEffect, useRef } from "preact/hooks";
import type { Navigation } from "../state/address.ts";
import type { SegmentOfCustomer } from "../state/segment-of.ts";
import type { CustomerView } from "../state/use-customer.ts";
import { Deviations } from "./deviations.tsx";
import { followInPlace } from "./link.ts";

interface CustomerHeadProps {
  readonly customerId: string;
  readonly view: CustomerView;
  readonly segment: SegmentOfCustomer;
  readonly navigation: Navigation;
}

export function CustomerHead({ customerId, view, segment, navigation }: CustomerHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever picked a customer wants to go on reading here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => scrollTo({ top: 0 }), []);
  const back = { view: "segments" } as const;
  return (
    <header class="customer-head">
      <a class="back" href={navigation.href(back)} onClick={followInPlace(() => navigation.go(back))}>
        All segments
      </a>
      <h2 id="customer-heading" ref={heading} tabIndex={-1}>
        <span class="muted">Customer</span> {customerId}
      </h2>
      <Belongs view={view} segment={segment} navigation={navigation} />
    </header>
  );
}

function Belongs({ view: { customer, loading, error }, segment, navigation }: Pick<CustomerHeadProps, "view" | "segment" | "navigation">) {
  if (loading) return <p class="skeleton skeleton-line" aria-label="Loading the customer" />;
  if (customer !== null) return <Why customer={customer} segment={segment} navigation={navigation} />;
  if (error !== null) return <p class="inline-error">{error.message}. Trying again.</p>;
  return <p class="belongs">Nobody by this id has bought anything yet. They get what others like, until their first purchase says more.</p>;
}

interface WhyProps {
  readonly customer: CustomerReply;
  readonly segment: SegmentOfCustomer;
  readonly navigation: Navigation;
}

function Why({ customer, segment, navigation }: WhyProps) {
  const name = segment.reply?.name ?? customer.segment?.name;
  return (
    <div class="belongs">
      <p class={name === undefined ? "segment-badge" : `segment-badge tone-${segment.tone}`}>{name ?? "Not in a segment yet"}</p>
      <Deviations explanation={customer.why} />
      {segment.reply !== null && (
        <p class="belongs-strategy">
          {segment.reply.strategy} <span class="muted">Offer: {segment.reply.offer}.</span>
        </p>
      )}
      {customer.taste !== null && <Taste name={customer.taste.name} navigation={navigation} />}
    </div>
  );
}

function Taste({ name, navigation }: { readonly name: string; readonly navigation: Navigation }) {
  const tastes = { view: "segments", segmentation: "taste" } as const;
  return (
    <p class="belongs-taste">
      <span class="muted">Taste:</span>{" "}
      <a href={navigation.href(tastes)} onClick={followInPlace(() => navigation.go(tastes))}>
        {name}
      </a>
    </p>
  );
}
