import type { EChartsCoreOption } from "echarts/core";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { shortDay } from "../words/dates.ts";
import { FONT } from "./fonts.ts";

export interface Series {
  readonly name: string;
  readonly colour: string;
  /** Time in epoch milliseconds, and value. */
  readonly points: readonly (readonly [number, number | null])[];
}

export interface LineChart {
  readonly series: readonly Series[];
  readonly theme: ChartTheme;
  readonly format: (value: number) => string;
  /** One on the other, as areas. */
  readonly stacked?: boolean;
  readonly max?: number | undefined;
  readonly min?: number;
  /** `false` where 0 is far from all values. */
  readonly fromZero?: boolean;
  /** Between two ticks of the value. */
  readonly step?: number;
  /** Whether the values are counted: no ticks between whole numbers then. */
  readonly counted?: boolean | undefined;
  /** Values from which on it is worth a look, or something to do. */
  readonly thresholds?: readonly { readonly value: number; readonly colour: string; readonly name: string }[];
  readonly time?: (time: number) => string;
  readonly small?: boolean;
}

export function lineOption(chart: LineChart): EChartsCoreOption {
  const { theme, format, time = shortDay } = chart;
  const text = { color: theme.muted, fontFamily: FONT, fontSize: 11.5 };
  return {
    grid: { left: 8, right: 14, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.surface,
      borderColor: theme.line,
      textStyle: { color: theme.ink, fontFamily: FONT, fontSize: 12 },
      axisPointer: { type: "line", lineStyle: { color: theme.muted, type: "solid", width: 1 } },
      formatter: (points: unknown) => tooltipText(points as TooltipPoint[], { format, time }),
    },
    xAxis: {
      type: "time",
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      splitNumber: chart.small === true ? 3 : 6,
      axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => time(value) },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      min: chart.min,
      max: chart.max,
      interval: chart.step,
      minInterval: chart.counted === true ? 1 : 0,
      splitNumber: chart.small === true ? 2 : 4,
      scale: chart.fromZero === false,
      axisLabel: { ...text, showMaxLabel: chart.max === undefined || chart.step !== undefined, formatter: (value: number) => format(value) },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: chart.series.map((series, at) => seriesOption(series, { chart, isFirst: at === 0 })),
  };
}

function seriesOption({ name, colour, points }: Series, { chart, isFirst }: { readonly chart: LineChart; readonly isFirst: boolean }): object {
  const stacked = chart.stacked === true;
  return {
    type: "line",
    name,
    data: points,
    showSymbol: points.length === 1,
    symbolSize: 6,
    connectNulls: false,
    color: colour,
    lineStyle: { width: stacked ? 1 : 2, color: colour },
    ...(stacked ? { stack: "all", areaStyle: { color: colour, opacity: 0.72 } } : {}),
    emphasis: { disabled: true },
    ...(isFirst && chart.thresholds !== undefined ? { markLine: marksOf(chart) } : {}),
  };
}

function marksOf({ thresholds = [], theme }: LineChart): object {
  return {
    silent: true,
    symbol: "none",
    label: { fontFamily: FONT, fontSize: 11, color: theme.muted, formatter: "{b}" },
    data: thresholds.map(({ value, colour, name }) => ({ yAxis: value, name, label: { position: name === "act" ? "insideEndTop" : "insideStartTop" }, lineStyle: { color: colour, type: "dashed", width: 1.5 } })),
  };
}

interface TooltipPoint {
  readonly seriesName: string;
  readonly value: readonly [number, number | null];
}

function tooltipText(points: readonly TooltipPoint[], { format, time }: Required<Pick<LineChart, "format" | "time">>): string {
  const [first] = points;
  if (first === undefined) return "";
  const lines = points.flatMap(({ seriesName, value }) => (value[1] === null ? [] : [`${plain(seriesName)}  ${format(value[1])}`]));
  return [time(first.value[0]), ...lines.reverse()].join("\n");
}

/** Braces begin a style in the chart's rich text. */
export const plain = (text: string): string => text.replace(/[{}|]/g, " ");
