import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import type { Found } from "../found.ts";
import { Chart } from "../charts/chart.tsx";
import { heatMapOption, heatMapWidth } from "../charts/heat-map.ts";
import { Section } from "../components/section.tsx";
import { SegmentMark } from "../components/segment-mark.tsx";
import { counted, deviation, figure, labelOf, listed, percent, signed } from "../words.ts";

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
  const { name, size, share, strategy } = segment;
  return (
    <article class="card">
      <h3>
        <SegmentMark at={at} name={name} />
      </h3>
      <p class="size">{`${counted(size, "customer")}, ${percent(share)}`}</p>
      <p>{`What stands out: ${standingOut(found, segment)}.`}</p>
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

/** From this deviation on it is worth a word. */
const NOTABLE = 0.5;
const MOST_NOTED = 3;

function standingOut({ figures }: Found, { means, zScores }: Segment): string {
  const far = figures.scaling.map(({ feature }) => ({ feature, z: zScores[feature] ?? 0 })).filter(({ z }) => Math.abs(z) >= NOTABLE).sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  if (far.length === 0) return "nothing, it is near the average in everything";
  return listed(far.slice(0, MOST_NOTED).map(({ feature, z }) => `${labelOf(figures, feature)} ${figure(means[feature])} (${deviation(z)})`));
}

const HALF = 50;

/** Bars to both sides of the average customer, as long in all cards for the same deviation. */
function Deviations({ found: { figures, segments }, segment }: { readonly found: Found; readonly segment: Segment }) {
  const full = Math.max(1, ...segments.flatMap(({ zScores }) => Object.values(zScores).map((z) => Math.abs(z ?? 0))));
  return (
    <ul class="deviations">
      {figures.scaling.map(({ feature }) => {
        const z = segment.zScores[feature] ?? 0;
        const width = (Math.abs(z) / full) * HALF;
        return (
          <li>
            <span>{labelOf(figures, feature)}</span>
            <span class="n">{figure(segment.means[feature])}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect x={HALF - 0.5} y="0" width="1" height="8" fill="var(--line-strong)" />
              <rect x={z < 0 ? HALF - width : HALF} y="2.8" width={width} height="2.4" fill={z < 0 ? "#d05c28" : "#0c8a7f"} />
            </svg>
            <span class="n">{deviation(z)}</span>
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
