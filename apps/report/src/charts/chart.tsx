import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef } from "preact/hooks";
import { readTheme } from "@segue/ui-tones/chart-theme";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { init } from "./echarts.ts";
import { onPaper } from "./paper.ts";

interface ChartProps {
  /** What the chart shows, in words: what is read out in its place. */
  readonly label: string;
  readonly option: (theme: ChartTheme) => EChartsCoreOption;
  readonly height: number;
  /** What it takes to be read, in pixels: narrower windows scroll. */
  readonly minWidth?: number;
  /** Told once there is a chart. */
  readonly onReady?: (chart: EChartsType) => void;
}

/** A chart on a canvas, drawn anew when what it shows, the theme, its width or the medium changes. */
export function Chart({ label, option, height, minWidth, onReady }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const current = useRef(option);
  current.current = option;
  const redraw = useRef<() => void>(() => undefined);
  useEffect(() => (host.current === null ? undefined : keepDrawn(host.current, { current, redraw, onReady })), []);
  useEffect(() => redraw.current(), [option]);
  return (
    <figure class="chart">
      <div class="scroll" tabIndex={minWidth === undefined ? undefined : 0}>
        <div ref={host} class="chart-canvas" role="img" aria-label={label} style={{ height: `${height}px`, ...(minWidth === undefined ? {} : { minWidth: `${minWidth}px` }) }} />
      </div>
      <figcaption>{label}</figcaption>
    </figure>
  );
}

interface Drawing {
  readonly current: { readonly current: ChartProps["option"] };
  readonly redraw: { current: () => void };
  readonly onReady: ChartProps["onReady"];
}

function keepDrawn(host: HTMLDivElement, { current, redraw, onReady }: Drawing): () => void {
  const chart = init(host, null, { renderer: "canvas" });
  const draw = (): void => chart.setOption({ animation: false, ...current.current(readTheme(host)) }, { notMerge: true });
  const resized = new ResizeObserver(() => chart.resize());
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const leavePaper = onPaper(() => {
    chart.resize();
    draw();
    chart.getZr().flush();
  });
  redraw.current = draw;
  draw();
  resized.observe(host);
  dark.addEventListener("change", draw);
  onReady?.(chart);
  return () => {
    leavePaper();
    resized.disconnect();
    dark.removeEventListener("change", draw);
    chart.dispose();
  };
}
