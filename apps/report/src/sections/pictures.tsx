import type { EChartsType } from "echarts/core";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { axisOf, isLog } from "../axes.ts";
import { barsOption } from "../charts/bars.ts";
import { Chart } from "../charts/chart.tsx";
import { linkHighlights } from "../charts/link-highlights.ts";
import type { Axis, Shown } from "../charts/segment-charts.ts";
import { boxOption, parallelOption, scatterOption } from "../charts/segment-charts.ts";
import { ChartGrid } from "../components/chart-grid.tsx";
import { Section } from "../components/section.tsx";
import { SegmentControls } from "../components/segment-controls.tsx";
import type { Found } from "../found.ts";
import { counted, labelOf, listed, percent, signed, whole } from "../words.ts";

/** More lines than this are a surface. */
const LINES = 400;
const AXES = 8;

/** Segments in pictures. A segment is hidden or brought out in all of them at once, and a customer stands out in all scatter plots. */
export function Pictures({ found }: { readonly found: Found }) {
  const { figures, names, pictures } = found;
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [picked, setPicked] = useState<number | null>(null);
  const linked = useRef(linkHighlights());
  const shown = useMemo(() => ({ names, hidden, picked: picked !== null && hidden.has(picked) ? null : picked }), [names, hidden, picked]);
  const toggle = (segment: number): void => setHidden((was) => new Set(was.has(segment) ? [...was].filter((at) => at !== segment) : [...was, segment]));
  const pick = (segment: number): void => setPicked((was) => (was === segment ? null : segment));
  const sampled = pictures.rows.length < figures.customers.segmented ? ` The pictures show ${whole(pictures.rows.length)} of ${counted(figures.customers.segmented, "customer")}, chosen by chance.` : "";
  return (
    <Section number={7} title="Pictures" finding={`${findingOf(found)}${sampled}`}>
      <SegmentControls shown={shown} onToggle={toggle} onPick={setPicked} />
      <div class="charts">
        {scatterPairs(found).map(({ x, y, label }) => (
          <ScatterChart found={found} shown={shown} x={x} y={y} label={label} onPick={pick} onReady={(chart) => linked.current.add(chart)} />
        ))}
        <Loadings found={found} />
      </div>
      <ParallelChart found={found} shown={shown} onPick={pick} />
      <p class="aside">Boxes reach from the first to the third quartile with the median between them, whiskers from the 5th to the 95th percentile.</p>
      <ChartGrid small>
        {pictures.boxes.map(({ column }) => (
          <BoxChart found={found} shown={shown} column={column} onPick={pick} />
        ))}
      </ChartGrid>
    </Section>
  );
}

interface Part {
  readonly found: Found;
  readonly shown: Shown;
  /** Told the segment of what is clicked. */
  readonly onPick: (segment: number) => void;
}

function ScatterChart({ found, shown, x, y, label, onPick, onReady }: Part & { readonly x: Axis; readonly y: Axis; readonly label: string; readonly onReady: (chart: EChartsType) => void }) {
  const option = useCallback((theme: ChartTheme) => scatterOption({ ...shown, rows: found.pictures.rows, x, y }, theme), [found, shown]);
  const ready = (chart: EChartsType): void => {
    onReady(chart);
    chart.on("click", ({ seriesIndex }) => onPick(seriesIndex ?? 0));
  };
  return <Chart label={label} option={option} height={360} onReady={ready} />;
}

/** The first two features, what is left against the second, and the plane in which customers lie widest apart. */
function scatterPairs({ figures, pictures: { plane } }: Found): { readonly x: Axis; readonly y: Axis; readonly label: string }[] {
  const [first, second, third] = figures.scaling.map(({ feature }) => feature);
  const of = (a: string, b: string) => ({ x: axisOf(figures, a), y: axisOf(figures, b), label: `${labelOf(figures, a)} and ${labelOf(figures, b)}` });
  const component = (at: 0 | 1): Axis => ({ name: `component ${at + 1} (${percent(plane.pca.explainedVarianceRatio[at] ?? 0)})`, of: (row) => row.pca[at], log: false });
  return [
    ...(first !== undefined && second !== undefined ? [of(first, second)] : []),
    ...(third !== undefined && second !== undefined ? [of(third, second)] : []),
    { x: component(0), y: component(1), label: `The first two principal components of ${listed(plane.features.map((name) => labelOf(figures, name)))}` },
  ];
}

function Loadings({ found: { figures, pictures: { plane } } }: { readonly found: Found }) {
  const option = useCallback(
    (theme: ChartTheme) =>
      barsOption(
        {
          names: plane.features.map((name) => labelOf(figures, name)),
          show: (value) => signed(value),
          series: plane.pca.loadings.slice(0, 2).map((values, at) => ({ name: `component ${at + 1}`, values, colour: (chartTheme: ChartTheme) => toneOf(chartTheme, at === 0 ? 4 : 7) })),
        },
        theme,
      ),
    [figures],
  );
  return <Chart label="Loadings: what the first (blue) and the second component (orange) are made of" option={option} height={Math.max(360, 40 * plane.features.length)} />;
}

function ParallelChart({ found: { figures, pictures }, shown, onPick }: Part) {
  const option = useCallback(
    (theme: ChartTheme) => {
      const step = Math.max(1, Math.ceil(pictures.rows.length / LINES));
      const axes = figures.scaling.slice(0, AXES).map(({ feature }) => axisOf(figures, feature));
      return parallelOption({ ...shown, rows: pictures.rows.filter((_, at) => at % step === 0), axes }, theme);
    },
    [figures, shown],
  );
  return <Chart label="A line for each customer across all columns" option={option} height={340} minWidth={104 * Math.min(AXES, figures.scaling.length)} onReady={(chart) => chart.on("click", ({ seriesIndex }) => onPick(seriesIndex ?? 0))} />;
}

function BoxChart({ found: { figures, pictures }, shown, column, onPick }: Part & { readonly column: string }) {
  const option = useCallback(
    (theme: ChartTheme) => boxOption({ ...shown, name: labelOf(figures, column), boxes: pictures.boxes.find((box) => box.column === column)?.bySegment ?? [], log: isLog(figures, column) }, theme),
    [figures, shown],
  );
  return <Chart label={`${labelOf(figures, column)} by segment`} option={option} height={220} onReady={(chart) => chart.on("click", ({ dataIndex }) => onPick(dataIndex))} />;
}

function findingOf({ pictures: { plane }, figures }: Found): string {
  const [first = 0, second = 0] = plane.pca.explainedVarianceRatio;
  const loadings = plane.pca.loadings[0] ?? [];
  const strongest = loadings.reduce((best, value, at) => (Math.abs(value) > Math.abs(loadings[best] ?? 0) + 1e-9 ? at : best), 0);
  return `Two components of ${counted(plane.features.length, "column")} show ${percent(first + second)} of what tells customers apart (${percent(first)} and ${percent(second)}); the first is led by ${labelOf(figures, plane.features[strongest] ?? "")} (loading ${signed(loadings[strongest] ?? 0)}).`;
}
