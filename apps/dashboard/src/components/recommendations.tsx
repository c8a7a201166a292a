import type { RecommendedItem, Strategy } from "@segue/shared/api/recommendations";
import type { CustomerReply } from "@segue/shared/api/segments";
import { useEffect, useRef } from "preact/hooks";
import type { Wish } from "../state/purchase.ts";
import { useProducts } from "../state/use-products.ts";
import type { Receipt } from "../state/use-purchase.ts";
import type { RecommendationsView } from "../state/use-recommendations.ts";
import { money } from "../words/numbers.ts";
import { ReceiptLine } from "./receipt-line.tsx";
import { StrategySwitch } from "./strategy-switch.tsx";

interface RecommendationsProps {
  readonly customerId: string;
  readonly view: RecommendationsView;
  readonly strategy: Strategy;
  readonly onStrategy: (strategy: Strategy) => void;
  /** `null` for one nobody has heard of. */
  readonly customer: CustomerReply | null;
  readonly receipt: Receipt | null;
  readonly onBuy: (wish: Wish & { readonly title: string }) => void;
}

const NOTHING: Readonly<Record<Strategy, string>> = {
  "for-you": "There is nothing to recommend yet: no product is known.",
  discover: "There is nothing they have not bought yet.",
  rebuy: "They have bought nothing that could be bought again.",
  trending: "There is no product that sells right now.",
};

/** What to show this customer, with reasons, and a way to try what a purchase does. */
export function Recommendations(props: RecommendationsProps) {
  const { view, strategy, onStrategy, receipt } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusAfterLoss(heading, view.list?.recommendationId);
  return (
    <section class="card recommendations" aria-labelledby="recommendations-heading" aria-busy={view.loading || receipt?.outcome.state === "sending"}>
      <div class="card-head">
        <h3 id="recommendations-heading" ref={heading} tabIndex={-1}>
          Recommended now
        </h3>
        <StrategySwitch strategy={strategy} onStrategy={onStrategy} />
      </div>
      <ReceiptLine receipt={receipt} />
      {view.error !== null && <p class="inline-error">{view.error.message}.</p>}
      {view.loading && [1, 2, 3, 4, 5].map((row) => <div key={row} class="skeleton skeleton-row" />)}
      {view.list?.items.length === 0 && <p class="nothing">{NOTHING[strategy]}</p>}
      <Items {...props} />
    </section>
  );
}

function Items({ customerId, customer, view: { list, fresh }, receipt, onBuy }: RecommendationsProps) {
  const items = list?.items ?? [];
  const currency = customer?.currency ?? null;
  // A last price of 0 comes from a purchase whose price nobody knew.
  const lastPaid = (productId: string): number | undefined => customer?.items.find((item) => item.productId === productId)?.lastPrice || undefined;
  const product = useProducts(items.map((item) => item.productId));
  const busy = receipt?.outcome.state === "sending";
  return (
    <ol class="items items-ranked">
      {items.map((item) => {
        const { productId } = item;
        const title = item.title ?? product(productId)?.title ?? productId;
        const price = product(productId)?.price ?? lastPaid(productId);
        return (
          <Item
            key={productId}
            item={item}
            title={title}
            price={price === undefined ? null : money(price, currency)}
            isNew={fresh.has(productId)}
            isBusy={busy}
            onBuy={() => onBuy({ customerId, productId, price, currency, title })}
          />
        );
      })}
    </ol>
  );
}

interface ItemProps {
  readonly item: RecommendedItem;
  readonly title: string;
  readonly price: string | null;
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly onBuy: () => void;
}

function Item({ item: { productId, reason }, title, price, isNew, isBusy, onBuy }: ItemProps) {
  return (
    <li class={isNew ? "item item-arrived" : "item"} data-product={productId}>
      <div class="item-text">
        <p class="item-title">
          {title} {isNew && <span class="tag">new</span>}
        </p>
        <p class="item-reason">{reason.text}</p>
      </div>
      <span class={price === null ? "item-price muted" : "item-price"}>{price ?? "no price"}</span>
      {/* Not `disabled`, which would take the focus away from whoever has just pressed it. */}
      <button type="button" class="button button-buy" aria-disabled={isBusy} onClick={onBuy}>
        Buy <span class="visually-hidden">{title}</span>
      </button>
    </li>
  );
}

/** A purchase can take its own button out of the list; the reader then goes on at the top of the list. */
function useFocusAfterLoss(heading: { readonly current: HTMLElement | null }, listId: string | undefined): void {
  const hadFocus = useRef(false);
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) heading.current?.focus();
  }, [heading, listId]);
  useEffect(() => {
    const section = heading.current?.closest("section");
    const onFocus = (event: FocusEvent): void => {
      hadFocus.current = event.target instanceof Node && section?.contains(event.target) === true;
    };
    document.addEventListener("focusin", onFocus);
    return () => document.removeEventListener("focusin", onFocus);
  }, [heading]);
}
