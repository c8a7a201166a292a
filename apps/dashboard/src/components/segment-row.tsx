import type { SegmentReply } from "@segue/shared/api/segments";
import type { Navigation } from "../state/address.ts";
import { featurePhrase } from "../words/features.ts";
import { count, percent } from "../words/numbers.ts";
import { Bar } from "./bar.tsx";
import { SegmentCustomers } from "./segment-customers.tsx";

interface SegmentRowProps {
  readonly segment: SegmentReply;
  readonly tone: number;
  readonly navigation: Navigation;
  readonly isMine: boolean;
  readonly currency: string | null;
}

export function SegmentRow({ segment, tone, navigation, isMine, currency }: SegmentRowProps) {
  const { id, name, size, share } = segment;
  const isOpen = navigation.address.segment === id;
  const panel = `customers-of-${id}`;
  return (
    <li class={`segment tone-${tone}${isMine ? " segment-mine" : ""}`} data-segment={id} aria-current={isMine ? "true" : undefined}>
      <div class="segment-grid">
        <div class="segment-name">
          <h3>{name}</h3>
        </div>
        <p class="segment-size">
          <span class="segment-count">
            {count(size)} <span class="visually-hidden">customers, </span>
          </span>
          <span class="segment-share">{percent(share)}</span>
          <Bar share={share} kind="tone" />
        </p>
        <Averages segment={segment} currency={currency} />
        <div class="segment-action">
          <button type="button" class="button" aria-expanded={isOpen} aria-controls={panel} onClick={() => navigation.go({ segment: isOpen ? null : id })}>
            <span class="visually-hidden">Customers of {name}</span>
            <span class="chevron" aria-hidden="true" />
          </button>
        </div>
      </div>
      <div id={panel} class="segment-panel">
        {isOpen && <SegmentCustomers segment={segment} navigation={navigation} />}
      </div>
    </li>
  );
}

function Averages({ segment: { means }, currency }: Pick<SegmentRowProps, "segment" | "currency">) {
  const known = Object.entries(means).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return (
    <ul class="segment-averages" aria-label="On average">
      {known.map(([name, value]) => (
        <li key={name}>{featurePhrase(name, value, currency)}</li>
      ))}
    </ul>
  );
}
