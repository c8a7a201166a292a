import type { CustomerReply } from "@segue/shared/api/segments";
import type { Receipt } from "../state/use-purchase.ts";
import { count, milliseconds, money } from "../words/numbers.ts";

/** What the last purchase has done. The region is always there, so that a screen reader hears what comes into it. */
export function ReceiptLine({ receipt }: { readonly receipt: Receipt | null }) {
  return (
    <div role="status" class="receipt-region">
      {receipt !== null && <p class={`receipt receipt-${receipt.outcome.state}`}>{textOf(receipt)}</p>}
    </div>
  );
}

function textOf(receipt: Receipt) {
  const { title, outcome } = receipt;
  if (outcome.state === "sending") return <>Buying {title}…</>;
  if (outcome.state === "failed") return <>Could not buy {title}: {outcome.message}</>;
  return (
    <>
      <strong>Bought {title}</strong> {priceText(receipt)} — list updated in {milliseconds(outcome.ms)}. {changeText(receipt)}
    </>
  );
}

function priceText({ price, currency }: Receipt): string {
  return price === undefined ? "(no price known, counted as 0)" : `for ${money(price, currency)}`;
}

function changeText({ before, after }: Receipt): string {
  if (after === null) return "";
  const orders = before === null ? `First order` : `Orders ${count(before.orders)} → ${count(after.orders)}`;
  return [orders, spentText(before, after), segmentText(before, after)].filter((text) => text !== "").join(", ") + ".";
}

function spentText(before: CustomerReply | null, after: CustomerReply): string {
  if (before === null || before.revenue === after.revenue) return "";
  return `spent ${money(before.revenue, after.currency)} → ${money(after.revenue, after.currency)}`;
}

function segmentText(before: CustomerReply | null, after: CustomerReply): string {
  const [from, to] = [before?.segment ?? null, after.segment];
  if (to === null || from?.id === to.id) return "";
  return from === null ? `now in ${to.name}` : `moved from ${from.name} to ${to.name}`;
}
