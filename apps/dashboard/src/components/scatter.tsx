import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { readTheme } from "@segue/ui-tones/chart-theme";
import { isInside } from "../state/area.ts";
import type { Area, Plot } from "../state/area.ts";
import { scaleFor } from "../state/scale.ts";
import type { Scale } from "../state/scale.ts";
import { useServices } from "../state/services.ts";
import { drawScatter, MARGIN } from "./draw-scatter.ts";
import { useBrush } from "./use-brush.ts";

interface ScatterProps {
  readonly plot: Plot;
  readonly tones: ReadonlyMap<string, number>;
  readonly labels: { readonly x: string; readonly y: string };
  readonly format: { readonly x: (value: number) => string; readonly y: (value: number) => string };
  readonly area: Area | null;
  readonly onArea: (area: Area | null) => void;
  /** What is told of a point that is pointed at. */
  readonly describe: (index: number) => string;
  readonly label: string;
}

const ASPECT = 0.6;
const LEAST_WIDTH = 280;
const MOST_HEIGHT = 620;
const REACH = 12;

/** Points on a canvas, with a rectangle that is drawn over it: dragging moves an element and draws nothing anew. */
export function Scatter({ plot, tones, labels, format, area, onArea, describe, label }: ScatterProps) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { theme } = useServices();
  const width = useWidth(host);
  const height = Math.min(MOST_HEIGHT, Math.max(LEAST_WIDTH, width * ASPECT));
  const scales = useMemo(() => ({ x: scaleFor(plot.x, { from: MARGIN.left, to: width - MARGIN.right }), y: scaleFor(plot.y, { from: height - MARGIN.bottom, to: MARGIN.top }) }), [plot, width, height]);
  const brush = useBrush({ scales, onArea });
  const [near, setNear] = useState(-1);
  useEffect(() => {
    if (canvas.current === null || host.current === null) return;
    const isChosen = area === null ? null : (at: number): boolean => isInside(area, plot.x[at] ?? Number.NaN, plot.y[at] ?? Number.NaN);
    drawScatter(canvas.current, { plot, scales, tones, labels, format, isChosen, theme: readTheme(host.current), size: { width, height } });
  }, [plot, scales, tones, labels.x, labels.y, area, theme.isDark, width, height]);
  const shown = brush.drag ?? (area === null ? null : boxOf(area, scales));
  return (
    <div ref={host} class="scatter" style={{ height: `${height}px` }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        style={{ width: `${width}px`, height: `${height}px` }}
        {...brush.handlers}
        onPointerLeave={() => setNear(-1)}
        onMouseMove={(event) => setNear(brush.drag === null ? nearest({ plot, scales }, event.offsetX, event.offsetY) : -1)}
      />
      {shown !== null && <div class="brush" style={{ left: `${shown.left}px`, top: `${shown.top}px`, width: `${shown.width}px`, height: `${shown.height}px` }} />}
      {near >= 0 && (
        <p class="point-note" style={{ left: `${scales.x.toPixel(plot.x[near] ?? 0)}px`, top: `${scales.y.toPixel(plot.y[near] ?? 0)}px` }}>
          {describe(near)}
        </p>
      )}
    </div>
  );
}

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

function boxOf({ xMin, xMax, yMin, yMax }: Area, { x, y }: Scales): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  return { left: x.toPixel(xMin), top: y.toPixel(yMax), width: x.toPixel(xMax) - x.toPixel(xMin), height: y.toPixel(yMin) - y.toPixel(yMax) };
}

/** The point under the pointer, or -1. */
function nearest({ plot, scales }: { readonly plot: Plot; readonly scales: Scales }, x: number, y: number): number {
  let best = -1;
  let least = REACH * REACH;
  for (let at = 0; at < plot.x.length; at++) {
    const distance = (scales.x.toPixel(plot.x[at] ?? 0) - x) ** 2 + (scales.y.toPixel(plot.y[at] ?? 0) - y) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = at;
  }
  return best;
}

function useWidth(host: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(LEAST_WIDTH);
  useEffect(() => {
    if (host.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(LEAST_WIDTH, Math.floor(entry?.contentRect.width ?? 0))));
    observer.observe(host.current);
    return () => observer.disconnect();
  }, [host]);
  return width;
}
