import { useCallback } from "preact/hooks";
import type { ReportData } from "@segue/shared/analysis/report-data";
import type { AnalysisFigures } from "@segue/shared/analysis/analysis-json";
import type { Histogram } from "@segue/shared/analysis/histogram";
import type { PictureRow } from "@segue/shared/analysis/segment-pictures";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { Chart } from "../charts/chart.tsx";
import { heatMapOption, heatMapWidth } from "../charts/heat-map.ts";
import { GROUP_COLOURS, GROUP_TONES, histogramOption, tailOf } from "../charts/histogram.ts";
import { scatterOption } from "../charts/segment-charts.ts";
import { ChartGrid } from "../components/chart-grid.tsx";
import { Section } from "../components/section.tsx";
import { Table } from "../components/table.tsx";
import { axisOf } from "../axes.ts";
import { figure, labelOf, listed, percent, signed, whole } from "../words.ts";

/** What single columns and pairs of them look like, before anything is segmented. */
export function Exploration({ data }: { readonly data: ReportData }) {
  const { figures } = data;
  const [category] = figures.categories;
  const by = category === undefined ? "" : `, by ${category.label}: ${listed(category.levels.map(({ level }, at) => `${level} (${GROUP_COLOURS[at % GROUP_COLOURS.length] ?? ""})`))}`;
  return (
    <Section number={2} title="Exploration" finding={findingOf(figures)}>
      <ChartGrid>
        {figures.columns.map(({ name, histogram }) => (
          <Distribution data={data} column={name} label={`${labelOf(figures, name)}${by}${tailWords(histogram)}`} />
        ))}
      </ChartGrid>
      {category !== undefined && (
        <Table
          caption={`Means by ${category.label}`}
          head={[category.label, "#customers", ...figures.columns.map(({ name }) => `#${labelOf(figures, name)}`)]}
          rows={category.levels.map(({ level, customers, means }) => [level, whole(customers), ...figures.columns.map(({ name }) => figure(means[name]))])}
        />
      )}
      {figures.columns.length > 1 && <Correlations figures={figures} />}
      <ChartGrid>
        {strongest(figures).slice(0, PAIRS).map(([a, b]) => (
          <Pair data={data} a={a} b={b} by={by} />
        ))}
      </ChartGrid>
    </Section>
  );
}

const PAIRS = 4;

function tailWords(histogram: Histogram): string {
  const tail = tailOf(histogram);
  return tail === null ? "" : `; the last bar is everything from ${figure(tail)} to ${figure(histogram.edges.at(-1))}`;
}

function Distribution({ data, column, label }: { readonly data: ReportData; readonly column: string; readonly label: string }) {
  const option = useCallback(
    (theme: ChartTheme) => {
      const summary = data.figures.columns.find(({ name }) => name === column);
      const [category] = data.figures.categories;
      const counts = data.byLevel.find((level) => level.column === column && level.category === category?.name)?.counts;
      const groups = counts?.map((bins, at) => ({ name: category?.levels[at]?.level ?? "", counts: bins }));
      return histogramOption({ histogram: summary?.histogram ?? { edges: [], counts: [] }, name: labelOf(data.figures, column), groups }, theme);
    },
    [data, column],
  );
  return <Chart label={label} option={option} height={200} />;
}

function Correlations({ figures }: { readonly figures: AnalysisFigures }) {
  const { columns, r } = figures.correlations;
  const names = columns.map((name) => labelOf(figures, name));
  const option = useCallback((theme: ChartTheme) => heatMapOption({ columns: names, rows: names, values: r, full: 1, show: (value) => signed(value) }, theme), [figures]);
  return <Chart label="Correlation (Pearson's r) of columns as they are scaled" option={option} height={90 + columns.length * 42} minWidth={heatMapWidth(columns.length)} />;
}

/** By the words of the first category, or all in one colour: segments come later. */
function Pair({ data, a, b, by }: { readonly data: ReportData; readonly a: string; readonly b: string; readonly by: string }) {
  const { figures, pictures } = data;
  const option = useCallback(
    (theme: ChartTheme) => {
      const [category] = figures.categories;
      const groups = category === undefined ? ALIKE : { names: category.levels.map(({ level }) => level), tones: category.levels.map((_, at) => GROUP_TONES[at % GROUP_TONES.length] ?? 0), groupOf: (row: PictureRow) => row.level };
      return scatterOption({ ...groups, rows: pictures?.rows ?? [], x: axisOf(figures, a), y: axisOf(figures, b), hidden: new Set(), picked: null }, theme);
    },
    [data],
  );
  if (pictures === null) return null;
  return <Chart label={`${labelOf(figures, a)} and ${labelOf(figures, b)}${by}`} option={option} height={260} />;
}

const ALIKE = { names: ["customer"], groupOf: () => 0 };

function strongest({ correlations: { columns, r } }: AnalysisFigures): (readonly [string, string, number])[] {
  const pairs = columns.flatMap((a, at) => columns.slice(at + 1).map((b, past) => [a, b, r[at]?.[at + 1 + past] ?? 0] as const));
  return pairs.sort((x, y) => Math.abs(y[2]) - Math.abs(x[2]));
}

function findingOf(figures: AnalysisFigures): string {
  const [first] = strongest(figures);
  const [skewed] = [...figures.columns].sort((a, b) => (b.skewness ?? 0) - (a.skewness ?? 0));
  if (skewed === undefined) return `There is no column of numbers${mostAre(figures)}.`;
  const skew = `the most lopsided column is ${labelOf(figures, skewed.name)} (skewness ${figure(skewed.skewness)})`;
  if (first === undefined) return `There is one column, so nothing to correlate; ${skew}${mostAre(figures)}.`;
  return `The strongest correlation is ${signed(first[2])}, between ${labelOf(figures, first[0])} and ${labelOf(figures, first[1])}; ${skew}${mostAre(figures)}.`;
}

/** The most frequent word of the first category. */
function mostAre({ categories: [category], customers }: AnalysisFigures): string {
  const [most] = [...(category?.levels ?? [])].sort((a, b) => b.customers - a.customers);
  return most === undefined ? "" : `; most customers are ${most.level} (${whole(most.customers)}, ${percent(most.customers / Math.max(1, customers.total))})`;
}
