import type { SegmentsReply } from "@segue/shared/api/segments";
import { counted } from "../words/numbers.ts";

/** As many customers as the services want for a first model of tastes, as far as this page may know. */
const ENOUGH = 100;

export function NoTastes({ reply: { totals } }: { readonly reply: SegmentsReply }) {
  const waitsFor = totals.customers < ENOUGH ? `The first tastes are told apart once about ${ENOUGH} customers have bought.` : "The first tastes are told apart as soon as the past purchases are in.";
  return (
    <div class="card no-segments">
      <h3>No tastes yet</h3>
      <p>
        {counted(totals.customers, ["customer has", "customers have"])} bought so far. {waitsFor} This page shows them by itself.
      </p>
    </div>
  );
}

export function TastesOff() {
  return (
    <div class="card no-segments">
      <h3>Tastes are off</h3>
      <p>
        The system was started with <code>SEGUE_TASTES=off</code>. Start it without, and customers are put into segments by what they buy as well.
      </p>
    </div>
  );
}
