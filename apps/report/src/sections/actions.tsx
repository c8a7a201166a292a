import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { barsOption } from "../charts/bars.ts";
import { Chart } from "../charts/chart.tsx";
import { Section } from "../components/section.tsx";
import { SegmentMark } from "../components/segment-mark.tsx";
import { Table } from "../components/table.tsx";
import type { Found } from "../found.ts";
import { counted, percent, whole } from "../words.ts";

interface Action {
  readonly at: number;
  readonly segment: Found["segments"][number];
  /** Money that its customers spent in the time of the file; `null` where the file has no purchases. */
  readonly revenue: number | null;
}

/** Where to begin: by the money that an action touches, or by customers where the file knows no money. */
export function Actions({ found }: { readonly found: Found }) {
  const actions = actionsOf(found);
  const total = actions.reduce((sum, { revenue }) => sum + (revenue ?? 0), 0);
  const hasMoney = actions.some(({ revenue }) => revenue !== null);
  const option = useCallback(
    (theme: ChartTheme) =>
      barsOption(
        {
          names: actions.map(({ segment }) => segment.name),
          show: (value) => percent(value),
          series: [
            { name: "share of customers", values: actions.map(({ segment }) => segment.share), colour: ({ muted }) => muted },
            ...(hasMoney ? [{ name: "share of revenue", values: actions.map(({ revenue }) => (revenue ?? 0) / Math.max(1, total)), colour: (chartTheme: ChartTheme, at: number) => toneOf(chartTheme, actions[at]?.at ?? 0) }] : []),
          ],
        },
        theme,
      ),
    [found],
  );
  return (
    <Section number={9} title="What to do on Monday" finding={findingOf(actions, total)}>
      <Chart label={hasMoney ? "Share of customers (grey) and of revenue (in colour), the most revenue first" : "Share of customers, the largest segment first"} option={option} height={40 + actions.length * 48} />
      <Table
        caption="Actions, the strongest first"
        head={["segment", "what to do", "with", "by", "goal", "#customers", ...(hasMoney ? ["#revenue"] : [])]}
        rows={actions.map(({ at, segment, revenue }) => [
          <SegmentMark at={at} name={segment.name} />,
          segment.strategy.summary,
          segment.strategy.offer,
          segment.strategy.channel,
          segment.strategy.goal,
          whole(segment.size),
          ...(hasMoney ? [revenue === null ? "–" : whole(revenue)] : []),
        ])}
      />
      <p class="aside">
        {hasMoney
          ? "Assumed: revenue is what the segment's customers spent in the time of the file, in its own currency. It is what an action touches, not what it earns: that takes a test against customers who are left alone."
          : "Assumed: the file has no purchases, so that segments are ordered by their number of customers and no revenue is claimed. What an action earns takes a test against customers who are left alone."}
      </p>
    </Section>
  );
}

function actionsOf({ segments, figures }: Found): Action[] {
  const hasMoney = figures.source.kind === "purchases";
  const moneyOf = ({ means, size }: Found["segments"][number]): number | null => (hasMoney ? (means.monetary ?? 0) * size : null);
  const actions = segments.map((segment, at) => ({ at, segment, revenue: moneyOf(segment) }));
  return actions.sort((a, b) => (b.revenue ?? b.segment.size) - (a.revenue ?? a.segment.size));
}

function findingOf(actions: readonly Action[], total: number): string {
  const [first] = actions;
  if (first === undefined) return "";
  const { segment, revenue } = first;
  const touched = revenue === null ? percent(segment.share) : `${percent(segment.share)}) and ${whole(revenue)} of revenue (${percent(revenue / Math.max(1, total))}`;
  return `Begin with ${segment.name}: it touches ${counted(segment.size, "customer")} (${touched}). ${segment.strategy.summary}`;
}
