import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import type { Found } from "../found.ts";
import { Chart } from "../charts/chart.tsx";
import { heatMapOption, heatMapWidth } from "../charts/heat-map.ts";
import { Section } from "../components/section.tsx";
import { SegmentMark } from "../components/segment-mark.tsx";
import { counted, figure, labelOf, percent, signed } from "../words.ts";

/** A card for each segment. */
export function Segments({ found }: { readonly found: Found }) {
  const { figures, segments, names } = found;
  const columns = figures.scaling.map(({ feature }) => feature);
  const option = useCallback(
    (theme: ChartTheme) => heatMapOption({ rows: names, columns: columns.map((name) => labelOf(figures, name)), values: segments.map(({ zScores }) => columns.map((name) => zScores[name] ?? null)), full: 2, show: (value) => signed(value) }, theme),
    [found],
  );
  return (
    <Section number={6} title="The segments" finding={findingOf(found)}>
      <Chart label="How far each segment is from the average customer, in standard deviations" option={option} height={90 + names.length * 44} minWidth={heatMapWidth(columns.length)} />
      <div class="cards">
        {segments.map((segment, at) => (
          <Card found={found} segment={segment} at={at} />
        ))}
      </div>
    </Section>
  );
}

type Segment = Found["segments"][number];

function Card({ found, segment, at }: { readonly found: Found; readonly segment: Segment; readonly at: number }) {
  const { name, size, share, explanation, strategy } = segment;
  return (
    <article class="card">
      <h3>
        <SegmentMark at={at} name={name} />
      </h3>
      <p class="size">{`${counted(size, "customer")}, ${percent(share)}`}</p>
      <p>{`What stands out: ${explanation}.`}</p>
      <Deviations found={found} segment={segment} />
      <dl>
        <dt>Strategy</dt>
        <dd>{strategy.summary}</dd>
        <dt>Channel</dt>
        <dd>{strategy.channel}</dd>
        <dt>Offer</dt>
        <dd>{strategy.offer}</dd>
        <dt>Goal to watch</dt>
        <dd>{strategy.goal}</dd>
      </dl>
    </article>
  );
}

const FULL = 2.5;
const HALF = 50;

function Deviations({ found: { figures }, segment }: { readonly found: Found; readonly segment: Segment }) {
  return (
    <ul class="deviations">
      {figures.scaling.map(({ feature }) => {
        const z = segment.zScores[feature] ?? 0;
        const width = Math.min(HALF, (Math.abs(z) / FULL) * HALF);
        return (
          <li>
            <span>{labelOf(figures, feature)}</span>
            <span class="n">{figure(segment.means[feature])}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <line x1="50" x2="50" y1="0" y2="8" stroke="var(--line-strong)" />
              <rect x={z < 0 ? HALF - width : HALF} y="1" width={width} height="6" fill={z < 0 ? "#d05c28" : "#0c8a7f"} />
            </svg>
            <span class="n">{`${signed(z)} sd`}</span>
          </li>
        );
      })}
    </ul>
  );
}

function findingOf({ segments, figures }: Found): string {
  const [largest] = segments;
  const far = segments.flatMap(({ name, zScores }) => figures.features.map((feature) => ({ name, feature, z: zScores[feature] ?? 0 }))).sort((a, b) => Math.abs(b.z) - Math.abs(a.z))[0];
  if (largest === undefined || far === undefined) return "";
  return `The largest segment is ${largest.name} with ${counted(largest.size, "customer")} (${percent(largest.share)}); the one furthest from the average is ${far.name}, ${signed(far.z)} standard deviations in ${labelOf(figures, far.feature)}.`;
}
