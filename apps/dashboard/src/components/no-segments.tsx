import type { SegmentsReply } from "@segue/shared/api/segments";
import { counted } from "../words/numbers.ts";

/** `enough`: as many customers as the services want for a first model, as far as this page may know. */
const WORDS = {
  behaviour: { heading: "No segments yet", enough: 20, few: "The first segments are made once there are enough customers to tell apart, about 20.", soon: "The first segments are made as soon as the past purchases are in." },
  taste: { heading: "No tastes yet", enough: 100, few: "The first tastes are told apart once about 100 customers have bought.", soon: "The first tastes are told apart as soon as the past purchases are in." },
} as const;

export function NoSegments({ reply: { segmentation, totals } }: { readonly reply: SegmentsReply }) {
  const { heading, enough, few, soon } = WORDS[segmentation];
  return (
    <div class="card no-segments">
      <h3>{heading}</h3>
      <p>
        {counted(totals.customers, ["customer has", "customers have"])} bought so far. {totals.customers < enough ? few : soon} This page shows them by itself.
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
