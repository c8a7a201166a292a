import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef, useState } from "preact/hooks";
import { readTheme } from "@segue/ui-tones/chart-theme";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { useServices } from "../state/services.ts";

/** Milliseconds until what draws charts is asked for again, where the server was gone when it was wanted. */
const RELOAD_AFTER = 3_000;

interface ChartProps {
  /** What the chart shows, in words: what is read out in its place. */
  readonly label: string;
  readonly option: (theme: ChartTheme) => EChartsCoreOption;
  readonly height: number;
  readonly onClick?: (data: unknown) => void;
}

/** A chart on a canvas, redrawn when what it shows, the theme or its width changes. */
export function Chart({ label, option, height, onClick }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const clicked = useRef(onClick);
  const [ready, setReady] = useState(false);
  const { theme } = useServices();
  clicked.current = onClick;
  useEffect(() => {
    let gone = false;
    let waiting = 0;
    const resized = new ResizeObserver(() => chart.current?.resize());
    const load = (): void =>
      void import("./echarts.ts").then(
        ({ init }) => {
          if (gone || host.current === null) return;
          chart.current = init(host.current, null, { renderer: "canvas" });
          chart.current.on("click", (event) => clicked.current?.(event.data));
          resized.observe(host.current);
          setReady(true);
        },
        () => {
          if (!gone) waiting = window.setTimeout(load, RELOAD_AFTER);
        },
      );
    load();
    return () => {
      gone = true;
      window.clearTimeout(waiting);
      resized.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    if (host.current === null) return;
    chart.current?.setOption(withManners(option(readTheme(host.current))), { notMerge: true });
  }, [ready, option, theme.isDark]);
  return <div ref={host} class="chart" role="img" aria-label={label} data-ready={ready} style={{ height: `${height}px` }} />;
}

/** Tooltips are drawn on the canvas: names from outside are never HTML, and the page allows no style in markup. */
function withManners(option: EChartsCoreOption): EChartsCoreOption {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return { animation: !calm, animationDuration: 300, animationDurationUpdate: 200, ...option };
}
