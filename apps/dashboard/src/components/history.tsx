import type { CustomerReply } from "@segue/shared/api/segments";
import { useState } from "preact/hooks";
import type { CustomerView } from "../state/use-customer.ts";
import { useProducts } from "../state/use-products.ts";
import { day, daysAgo, daysBetween } from "../words/dates.ts";
import { counted, money } from "../words/numbers.ts";

type Item = CustomerReply["items"][number];

interface HistoryProps {
  readonly view: CustomerView;
  /** The stream's now. */
  readonly asOf: string | undefined;
  /** The product just bought on this page. */
  readonly bought: string | null;
}

const SHORT = 12;
/** Up to this many days ago a number of days says more than a date. */
const RECENT = 6;

/** What the customer bought, latest first. */
export function History({ view, asOf, bought }: HistoryProps) {
  const { customer, loading } = view;
  return (
    <section class="card history" aria-labelledby="history-heading" aria-busy={loading}>
      <div class="card-head">
        <h3 id="history-heading">Bought before</h3>
        {customer !== null && <p class="muted">{counted(customer.orders, ["order", "orders"])}</p>}
      </div>
      {loading && <div class="skeleton skeleton-row" />}
      {isEmpty(view) && <p class="nothing">Nothing yet.</p>}
      {customer !== null && <Items customer={customer} asOf={asOf} bought={bought} />}
    </section>
  );
}

function isEmpty({ customer, loading, error }: CustomerView): boolean {
  return customer === null ? !loading && error === null : customer.items.length === 0;
}

function Items({ customer: { items, currency }, asOf, bought }: Pick<HistoryProps, "asOf" | "bought"> & { readonly customer: CustomerReply }) {
  const [isLong, setLong] = useState(false);
  const shown = isLong ? items : items.slice(0, SHORT);
  const product = useProducts(shown.map((item) => item.productId));
  return (
    <>
      <ul class="items">
        {shown.map((item) => (
          <HistoryItem key={item.productId} item={item} title={product(item.productId)?.title} when={asOf} currency={currency} isNew={item.productId === bought} />
        ))}
      </ul>
      {items.length > SHORT && (
        <button type="button" class="button card-foot" aria-expanded={isLong} onClick={() => setLong(!isLong)}>
          {isLong ? "Show the latest only" : `Show ${items.length - SHORT} more`}
        </button>
      )}
    </>
  );
}

interface HistoryItemProps {
  readonly item: Item;
  readonly title: string | undefined;
  readonly when: string | undefined;
  readonly currency: string | null;
  readonly isNew: boolean;
}

function HistoryItem({ item, title, when, currency, isNew }: HistoryItemProps) {
  const { productId, baskets, units, lastPrice, lastPurchase } = item;
  return (
    <li class={isNew ? "item item-new" : "item"} data-product={productId}>
      <div class="item-text">
        <p class="item-title">{title ?? productId}</p>
        <p class="item-reason">
          {counted(baskets, ["order", "orders"])} · {counted(units, ["unit", "units"])}
          {lastPrice > 0 && ` · ${money(lastPrice, currency)} each`}
        </p>
      </div>
      <time class="item-when" dateTime={lastPurchase} title={day(lastPurchase)}>
        {whenText(lastPurchase, when)}
      </time>
    </li>
  );
}

function whenText(time: string, now: string | undefined): string {
  const days = now === undefined ? Number.POSITIVE_INFINITY : daysBetween(time, now);
  return days <= RECENT ? daysAgo(days) : day(time);
}
