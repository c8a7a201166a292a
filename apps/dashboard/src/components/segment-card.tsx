import type { SegmentReply } from "@segue/shared/api/segments";
import type { Navigation, Segmentation } from "../state/address.ts";
import type { Means, Trend } from "../state/population.ts";
import { featureLabel, featureMean } from "../words/features.ts";
import { count, percent, signed } from "../words/numbers.ts";
import { day } from "../words/dates.ts";
import { Deviations } from "./deviations.tsx";
import { ExportButton } from "./export-button.tsx";
import { Plan } from "./plan.tsx";
import { SegmentCustomers } from "./segment-customers.tsx";
import { SegmentName } from "./segment-name.tsx";
import { SegmentProducts } from "./segment-products.tsx";
import { Sparkline } from "./sparkline.tsx";
import { TasteWords } from "./taste-words.tsx";

interface SegmentCardProps {
  readonly segmentation: Segmentation;
  readonly segment: SegmentReply;
  readonly tone: number;
  readonly population: Means;
  readonly currency: string | null;
  readonly trend: Trend;
  readonly navigation: Navigation;
  readonly onRenamed: () => void;
}

/** A segment of behaviour with what stands out, its plan and its products; one of taste with what is bought there more than elsewhere. */
export function SegmentCard({ segmentation, segment, tone, population, currency, trend, navigation, onRenamed }: SegmentCardProps) {
  const { id, explanation } = segment;
  const isTaste = segmentation === "taste";
  const isOpen = navigation.address.segment === id;
  const panel = `customers-of-${id}`;
  return (
    <li class={`segment segment-card card tone-${tone}`} data-segment={id}>
      <SegmentName segment={segment} onRenamed={onRenamed} />
      <Size segment={segment} trend={trend} />
      {!isTaste && <Deviations explanation={explanation} />}
      {!isTaste && <Plan segment={segment} />}
      <div class="segment-facts">
        <MeansTable segment={segment} population={population} currency={currency} />
        {isTaste ? <TasteWords explanation={explanation} /> : <SegmentProducts segmentId={id} navigation={navigation} />}
      </div>
      <div class="segment-actions">
        <button type="button" class="button" aria-expanded={isOpen} aria-controls={panel} onClick={() => navigation.go({ segment: isOpen ? null : id })}>
          Customers <span class="visually-hidden">of {segment.name}</span>
          <span class="chevron" aria-hidden="true" />
        </button>
        <ExportButton segment={segment} />
      </div>
      <div id={panel} class="segment-panel">
        {isOpen && <SegmentCustomers segment={segment} navigation={navigation} />}
      </div>
    </li>
  );
}

function Size({ segment: { size, share }, trend }: { readonly segment: SegmentReply; readonly trend: Trend }) {
  return (
    <div class="segment-size">
      <p>
        <span class="segment-count">{count(size)}</span> <span class="muted">customers · </span>
        <span class="segment-share">{percent(share)}</span>
      </p>
      {trend.change !== null && (
        <p class="segment-trend">
          <Sparkline values={trend.sizes} />
          <span class="muted">
            {signed(trend.change)} since {day(trend.since ?? "")}
          </span>
        </p>
      )}
    </div>
  );
}

function MeansTable({ segment: { means }, population, currency }: Pick<SegmentCardProps, "segment" | "population" | "currency">) {
  const known = Object.entries(means).flatMap(([name, value]) => (value === null ? [] : [{ name, value, all: population[name] ?? null }]));
  return (
    <table class="means">
      <caption>On average</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">Feature</span>
          </th>
          <th scope="col">here</th>
          <th scope="col">everybody</th>
        </tr>
      </thead>
      <tbody>
        {known.map(({ name, value, all }) => (
          <tr key={name}>
            <th scope="row">{featureLabel(name)}</th>
            <td>{featureMean(name, value, currency)}</td>
            <td class="muted">{all === null ? "–" : featureMean(name, all, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
