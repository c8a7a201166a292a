import type { CustomerReply, SegmentReply } from "@segue/shared/api/segments";
import { day } from "../words/dates.ts";
import { featureLabel, featureMean, featureValue } from "../words/features.ts";
import { count } from "../words/numbers.ts";

interface CustomerFactsProps {
  readonly customer: CustomerReply;
  readonly segment: SegmentReply | null;
  /** The customer before the last purchase on this page: what differs is marked. */
  readonly before: CustomerReply | null;
}

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly note?: string | undefined;
}

/** What is known of a customer, in natural units, beside the mean of their segment. */
export function CustomerFacts({ customer, segment, before }: CustomerFactsProps) {
  const earlier = new Map(before === null ? [] : factsOf(before, null).map(({ label, value }) => [label, value]));
  return (
    <dl class="facts">
      {factsOf(customer, segment).map(({ label, value, note }) => {
        const changed = earlier.has(label) && earlier.get(label) !== value;
        return (
          <div key={label} class={changed ? "fact fact-changed" : "fact"}>
            <dt>{label}</dt>
            <dd class="fact-value" key={value}>
              {value}
            </dd>
            {changed ? <dd class="fact-note">was {earlier.get(label)}</dd> : <dd class="fact-note">{note}</dd>}
          </div>
        );
      })}
    </dl>
  );
}

function factsOf(customer: CustomerReply, segment: SegmentReply | null): readonly Fact[] {
  const features = Object.entries(customer.features).map(([name, value]): Fact => {
    const mean = segment?.means[name] ?? null;
    return {
      label: featureLabel(name),
      value: value === null ? "not known" : featureValue(name, value, customer.currency),
      note: mean === null ? undefined : `segment: ${featureMean(name, mean, customer.currency)}`,
    };
  });
  const attributes = Object.entries(customer.profile)
    .filter(([name]) => !(name in customer.features))
    .map(([name, value]): Fact => ({ label: featureLabel(name), value: attributeText(name, value, customer.currency) }));
  const first = customer.firstPurchase;
  return [
    ...features,
    { label: "Units bought", value: count(customer.units) },
    ...(first === null ? [] : [{ label: "Customer since", value: day(first) }]),
    ...attributes,
  ];
}

function attributeText(name: string, value: number | string | boolean, currency: string | null): string {
  if (typeof value === "number") return featureValue(name, value, currency);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value;
}
