import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { FONT } from "../charts/fonts.ts";
import type { Plot } from "../state/area.ts";
import type { Scale } from "../state/scale.ts";

/** Room for the axes, in pixels. */
export const MARGIN = { left: 58, right: 14, top: 12, bottom: 44 } as const;

export interface Drawing {
  readonly plot: Plot;
  readonly scales: { readonly x: Scale; readonly y: Scale };
  readonly tones: ReadonlyMap<string, number>;
  readonly labels: { readonly x: string; readonly y: string };
  readonly format: { readonly x: (value: number) => string; readonly y: (value: number) => string };
  /** Which points are within the chosen area; `null` where none is chosen. */
  readonly isChosen: ((index: number) => boolean) | null;
  readonly theme: ChartTheme;
  readonly size: { readonly width: number; readonly height: number };
}

const RADIUS = 2.6;
const TURN = 2 * Math.PI;

export function drawScatter(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const ratio = window.devicePixelRatio || 1;
  const { width, height } = drawing.size;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawAxes(context, drawing);
  drawPoints(context, drawing);
}

function drawAxes(context: CanvasRenderingContext2D, { scales, labels, format, theme, size: { width, height } }: Drawing): void {
  context.font = `11.5px ${FONT}`;
  context.strokeStyle = theme.line;
  context.fillStyle = theme.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.textAlign = "center";
  for (const tick of scales.x.ticks) {
    const x = Math.round(scales.x.toPixel(tick)) + 0.5;
    context.moveTo(x, MARGIN.top);
    context.lineTo(x, height - MARGIN.bottom);
    context.fillText(format.x(tick), x, height - MARGIN.bottom + 16);
  }
  context.textAlign = "right";
  for (const tick of scales.y.ticks) {
    const y = Math.round(scales.y.toPixel(tick)) + 0.5;
    context.moveTo(MARGIN.left, y);
    context.lineTo(width - MARGIN.right, y);
    context.fillText(format.y(tick), MARGIN.left - 8, y + 4);
  }
  context.stroke();
  context.textAlign = "center";
  context.fillText(labels.x, (MARGIN.left + width - MARGIN.right) / 2, height - 8);
  context.save();
  context.translate(13, (MARGIN.top + height - MARGIN.bottom) / 2);
  context.rotate(-TURN / 4);
  context.fillText(labels.y, 0, 0);
  context.restore();
}

/** A path for each colour: one fill for many points. */
function drawPoints(context: CanvasRenderingContext2D, { plot, scales, tones, isChosen, theme }: Drawing): void {
  const byTone = new Map<number, number[]>();
  for (const [at, { segment }] of plot.items.entries()) {
    const tone = tones.get(segment) ?? 0;
    const group = byTone.get(tone);
    if (group === undefined) byTone.set(tone, [at]);
    else group.push(at);
  }
  for (const [tone, points] of byTone) {
    context.fillStyle = theme.tones[tone] ?? theme.muted;
    const chosen = isChosen === null ? points : points.filter(isChosen);
    if (isChosen !== null) fill(context, { alpha: 0.14, points: points.filter((at) => !isChosen(at)), plot, scales });
    fill(context, { alpha: 0.72, points: chosen, plot, scales });
  }
  context.globalAlpha = 1;
}

interface Points extends Pick<Drawing, "plot" | "scales"> {
  readonly alpha: number;
  readonly points: readonly number[];
}

function fill(context: CanvasRenderingContext2D, { alpha, points, plot, scales }: Points): void {
  context.globalAlpha = alpha;
  context.beginPath();
  for (const at of points) {
    const x = scales.x.toPixel(plot.x[at] ?? 0);
    const y = scales.y.toPixel(plot.y[at] ?? 0);
    context.moveTo(x + RADIUS, y);
    context.arc(x, y, RADIUS, 0, TURN);
  }
  context.fill();
}
