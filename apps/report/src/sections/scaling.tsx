import { useCallback } from "preact/hooks";
import type { ReportData } from "@segue/shared/analysis/report-data";
import type { Histogram } from "@segue/shared/analysis/histogram";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { Chart } from "../charts/chart.tsx";
import { histogramOption } from "../charts/histogram.ts";
import { Section } from "../components/section.tsx";
import { Table } from "../components/table.tsx";
import { figure, labelOf, listed } from "../words.ts";

const NOTHING: Histogram = { edges: [], counts: [] };

/** How columns become comparable. */
export function Scaling({ data }: { readonly data: ReportData }) {
  const { figures, scaledHistograms } = data;
  const used = figures.scaling.filter(({ feature }) => figures.features.includes(feature));
  const before = (name: string): Histogram => figures.columns.find((column) => column.name === name)?.histogram ?? NOTHING;
  return (
    <Section number={3} title="Scaling" finding={findingOf(figures)}>
      <div class="charts">
        {used.map(({ feature, log }) => (
          <>
            <Bins label={`${labelOf(figures, feature)}, before`} name={labelOf(figures, feature)} histogram={before(feature)} />
            <Bins label={`${labelOf(figures, feature)}, after${log ? " log1p and" : ""} scaling`} name="standard deviations from the mean" histogram={scaledHistograms[figures.scaling.findIndex((column) => column.feature === feature)] ?? NOTHING} />
          </>
        ))}
      </div>
      <Table
        caption="Scaling of every column; features first"
        head={["column", "log1p", "why", "#mean before", "#sd before", "#skewness before", "#skewness after"]}
        rows={figures.scaling.map(({ feature, log, reason, before: was, after }) => [labelOf(figures, feature), log ? "yes" : "no", reason, figure(was.mean), figure(was.sd), figure(was.skewness), figure(after.skewness)])}
      />
    </Section>
  );
}

function Bins({ label, name, histogram }: { readonly label: string; readonly name: string; readonly histogram: Histogram }) {
  const option = useCallback((theme: ChartTheme) => histogramOption({ histogram, name }, theme), [histogram, name]);
  return <Chart label={label} option={option} height={190} />;
}

function findingOf(figures: ReportData["figures"]): string {
  const used = figures.scaling.filter(({ feature }) => figures.features.includes(feature));
  const logs = used.filter(({ log }) => log);
  const names = listed(used.map(({ feature }) => labelOf(figures, feature)));
  const start = used.length === 0 ? "No column tells customers apart" : `Customers are compared by ${names}, each scaled to mean 0 and standard deviation 1`;
  if (logs.length === 0) return `${start}; ${used.length === 0 ? "there is nothing to scale" : "none is skewed enough to need a logarithm"}.`;
  const [most] = [...logs].sort((a, b) => b.before.skewness - a.before.skewness);
  const change = most === undefined ? "" : `: the skewness of ${labelOf(figures, most.feature)} falls from ${figure(most.before.skewness)} to ${figure(most.after.skewness)}`;
  return `${start}, ${logs.length === used.length ? "all" : `${logs.length} of them`} after log1p${change}.`;
}
