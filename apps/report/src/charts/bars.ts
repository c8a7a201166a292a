import type { EChartsCoreOption } from "echarts/core";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { axis, FONT, nameLabel, tip, tooltip } from "./base.ts";
import type { TipPoint } from "./base.ts";

export interface BarSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** By bar, or the same for all of them. */
  readonly colour: (theme: ChartTheme, at: number) => string;
}

export interface BarChart {
  readonly names: readonly string[];
  readonly series: readonly BarSeries[];
  readonly show: (value: number) => string;
}

/** Bars from left to right, one row per name, with their values at their ends. */
export function barsOption({ names, series, show }: BarChart, theme: ChartTheme): EChartsCoreOption {
  return {
    grid: { left: 158, right: 64, top: 6, bottom: 8 },
    tooltip: tooltip(theme, ({ dataIndex, seriesName, value }: TipPoint) => tip([names[dataIndex] ?? "", `${seriesName}: ${show(Number(value))}`])),
    xAxis: axis(theme, { more: { axisLabel: { show: false }, axisLine: { show: false } } }),
    yAxis: axis(theme, { type: "category", data: names, more: { inverse: true, axisLabel: nameLabel(theme, 146) } }),
    series: series.map(({ name, values, colour }) => ({
      type: "bar",
      name,
      barMaxWidth: 18,
      color: colour(theme, 0),
      label: { show: true, position: "right", color: theme.ink, fontFamily: FONT, fontSize: 11, formatter: ({ value }: TipPoint) => show(Number(value)) },
      data: values.map((value, at) => ({ value, itemStyle: { color: colour(theme, at) } })),
    })),
  };
}
