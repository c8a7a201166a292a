import type { EChartsType } from "echarts/core";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { axisOf, isLog } from "../axes.ts";
import { barsOption } from "../charts/bars.ts";
import { Chart } from "../charts/chart.tsx";
import { linkHighlights } from "../charts/link-highlights.ts";
import type { Axis, Shown } from "../charts/segment-charts.ts";
import { boxOption, parallelOption, scatterOption } from "../charts/segment-charts.ts";
import { Section } from "../components/section.tsx";
import { SegmentMark } from "../components/segment-mark.tsx";
import type { Found } from "../found.ts";
import { figure, labelOf, percent, whole } from "../words.ts";

/** More lines than this are a surface. */
const LINES = 400;
const AXES = 8;

/** Segments in pictures. A segment is hidden in all of them at once, and a customer stands out in all scatter plots. */
export function Pictures({ found }: { readonly found: Found }) {
  const { figures, names, pictures } = found;
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const linked = useRef(linkHighlights());
  const shown = useMemo(() => ({ names, hidden }), [names, hidden]);
  const toggle = (segment: number): void => setHidden((was) => new Set(was.has(segment) ? [...was].filter((at) => at !== segment) : [...was, segment]));
  const link = (chart: EChartsType): void => linked.current.add(chart);
  const sampled = pictures.rows.length < figures.customers.segmented ? ` The pictures show ${whole(pictures.rows.length)} of them, chosen by chance.` : "";
  return (
    <Section number={7} title="Pictures" finding={`${findingOf(found)}${sampled}`}>
      <div class="legend" role="group" aria-label="Segments shown">
        {names.map((name, at) => (
          <button type="button" aria-pressed={!hidden.has(at)} onClick={() => toggle(at)}>
            <SegmentMark at={at} name={name} />
          </button>
        ))}
      </div>
      <div class="charts">
        {scatterPairs(found).map(({ x, y, label }) => (
          <ScatterChart found={found} shown={shown} x={x} y={y} label={label} onReady={link} />
        ))}
        <Loadings found={found} />
      </div>
      <ParallelChart found={found} shown={shown} />
      <div class="charts three">
        {pictures.boxes.map(({ column }) => (
          <BoxChart found={found} shown={shown} column={column} />
        ))}
      </div>
    </Section>
  );
}

interface Part {
  readonly found: Found;
  readonly shown: Shown;
}

function ScatterChart({ found, shown, x, y, label, onReady }: Part & { readonly x: Axis; readonly y: Axis; readonly label: string; readonly onReady: (chart: EChartsType) => void }) {
  const option = useCallback((theme: ChartTheme) => scatterOption({ ...shown, rows: found.pictures.rows, x, y }, theme), [found, shown]);
  return <Chart label={label} option={option} height={360} onReady={onReady} />;
}

/** The first two features, what is left against the second, and the plane in which customers lie widest apart. */
function scatterPairs({ figures, pca }: Found): { readonly x: Axis; readonly y: Axis; readonly label: string }[] {
  const [first, second, third] = figures.scaling.map(({ feature }) => feature);
  const of = (a: string, b: string) => ({ x: axisOf(figures, a), y: axisOf(figures, b), label: `${labelOf(figures, a)} and ${labelOf(figures, b)}` });
  const component = (at: 0 | 1): Axis => ({ name: `component ${at + 1} (${percent(pca.explainedVarianceRatio[at] ?? 0)})`, of: (row) => row.pca[at], log: false });
  return [
    ...(first !== undefined && second !== undefined ? [of(first, second)] : []),
    ...(third !== undefined && second !== undefined ? [of(third, second)] : []),
    { x: component(0), y: component(1), label: "The first two principal components of the features" },
  ];
}

function Loadings({ found: { figures, pca } }: { readonly found: Found }) {
  const option = useCallback(
    (theme: ChartTheme) =>
      barsOption(
        {
          names: figures.features.map((name) => labelOf(figures, name)),
          show: (value) => value.toFixed(2),
          series: pca.loadings.slice(0, 2).map((values, at) => ({ name: `component ${at + 1}`, values, colour: ({ tones, accent }: ChartTheme) => tones[at === 0 ? 4 : 7] ?? accent })),
        },
        theme,
      ),
    [figures],
  );
  return <Chart label="Loadings: what the first (blue) and the second component (orange) are made of" option={option} height={50 + figures.features.length * 50} />;
}

function ParallelChart({ found: { figures, pictures }, shown }: Part) {
  const option = useCallback(
    (theme: ChartTheme) => {
      const step = Math.max(1, Math.ceil(pictures.rows.length / LINES));
      const axes = figures.scaling.slice(0, AXES).map(({ feature }) => axisOf(figures, feature));
      return parallelOption({ ...shown, rows: pictures.rows.filter((_, at) => at % step === 0), axes }, theme);
    },
    [figures, shown],
  );
  return <Chart label="A line for each customer across all columns" option={option} height={320} minWidth={100 * Math.min(AXES, figures.scaling.length)} />;
}

function BoxChart({ found: { figures, pictures }, shown, column }: Part & { readonly column: string }) {
  const option = useCallback(
    (theme: ChartTheme) => boxOption({ ...shown, name: labelOf(figures, column), boxes: pictures.boxes.find((box) => box.column === column)?.bySegment ?? [], log: isLog(figures, column) }, theme),
    [figures, shown],
  );
  return <Chart label={`${labelOf(figures, column)} by segment`} option={option} height={220} paperShare={0.48} />;
}

function findingOf({ pca, figures }: Found): string {
  const [first = 0, second = 0] = pca.explainedVarianceRatio;
  const loadings = pca.loadings[0] ?? [];
  const strongest = loadings.reduce((best, value, at) => (Math.abs(value) > Math.abs(loadings[best] ?? 0) + 1e-9 ? at : best), 0);
  return `Two components show ${percent(first + second)} of what tells customers apart (${percent(first)} and ${percent(second)}); the first is led by ${labelOf(figures, figures.features[strongest] ?? "")} (loading ${figure(loadings[strongest])}).`;
}
