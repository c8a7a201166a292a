import type { EChartsCoreOption } from "echarts/core";
import type { Box, PictureRow } from "@segue/shared/analysis/segment-pictures";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { figure } from "../words.ts";
import { axis, GRID, textStyle, tip, tooltip } from "./base.ts";
import type { TipPoint } from "./base.ts";

/** Which segments there are, and which of them are shown. */
export interface Shown {
  readonly names: readonly string[];
  readonly hidden: ReadonlySet<number>;
}

export interface Axis {
  readonly name: string;
  readonly of: (row: PictureRow) => number | null;
  readonly log: boolean;
}

export interface Scatter extends Shown {
  readonly rows: readonly PictureRow[];
  readonly x: Axis;
  readonly y: Axis;
}

/** Series by segment, so that the same customer has the same place in every scatter plot. */
export function scatterOption({ rows, x, y, names, hidden }: Scatter, theme: ChartTheme): EChartsCoreOption {
  const groups = names.map((_, segment) => rows.filter((row) => row.segment === segment));
  const point = ({ seriesIndex, dataIndex }: TipPoint): string => {
    const row = groups[seriesIndex]?.[dataIndex];
    return row === undefined ? "" : tip([row.id, names[seriesIndex] ?? "", `${x.name}: ${figure(x.of(row))}`, `${y.name}: ${figure(y.of(row))}`]);
  };
  return {
    grid: GRID,
    tooltip: tooltip(theme, point),
    xAxis: axis(theme, { name: x.name, type: x.log ? "log" : "value", tight: true }),
    yAxis: axis(theme, { name: y.name, type: y.log ? "log" : "value", tight: true, more: { nameGap: 38 } }),
    series: groups.map((group, segment) => ({
      type: "scatter",
      name: names[segment],
      symbolSize: rows.length > 800 ? 4 : 7,
      itemStyle: { color: toneOf(theme, segment), opacity: rows.length > 800 ? 0.55 : 0.8 },
      emphasis: { focus: "none", scale: 2, itemStyle: { opacity: 1, borderColor: theme.ink, borderWidth: 2 } },
      data: hidden.has(segment) ? [] : group.map((row) => [x.of(row), y.of(row)]),
    })),
  };
}

export interface Boxes extends Shown {
  readonly name: string;
  readonly boxes: readonly (Box | null)[];
  readonly log: boolean;
}

export function boxOption({ name, boxes, names, hidden, log }: Boxes, theme: ChartTheme): EChartsCoreOption {
  return {
    grid: { ...GRID, bottom: 12 },
    tooltip: tooltip(theme, ({ dataIndex }: TipPoint) => {
      const box = boxes[dataIndex] ?? null;
      return tip([names[dataIndex] ?? "", ...(box === null ? ["nothing is known"] : [`median ${figure(box[2])}`, `half of them from ${figure(box[1])} to ${figure(box[3])}`, `all from ${figure(box[0])} to ${figure(box[4])}`])]);
    }),
    xAxis: axis(theme, { type: "category", data: names, more: { axisLabel: { show: false } } }),
    yAxis: axis(theme, { name, type: log ? "log" : "value", tight: true, more: { splitNumber: 3, nameGap: 38 } }),
    series: [{ type: "boxplot", boxWidth: [8, 34], data: boxes.map((box, segment) => ({ value: hidden.has(segment) || box === null ? [] : box, itemStyle: { color: `${toneOf(theme, segment).replace("rgb(", "rgba(").replace(")", ", .25)")}`, borderColor: toneOf(theme, segment), borderWidth: 1.6 } })) }],
  };
}

export interface Parallel extends Shown {
  readonly rows: readonly PictureRow[];
  readonly axes: readonly Axis[];
}

export function parallelOption({ rows, axes, names, hidden }: Parallel, theme: ChartTheme): EChartsCoreOption {
  return {
    tooltip: tooltip(theme, ({ seriesName }: TipPoint) => tip([seriesName])),
    parallel: { left: 90, right: 90, top: 34, bottom: 18, parallelAxisDefault: { nameTextStyle: { ...textStyle(theme), color: theme.ink }, axisLabel: { ...textStyle(theme), formatter: (value: number) => figure(value) }, axisLine: { lineStyle: { color: theme.muted } }, axisTick: { show: false } } },
    parallelAxis: axes.map(({ name, log }, dim) => ({ dim, name, type: log ? "log" : "value", scale: true, splitNumber: 4 })),
    series: names.map((name, segment) => ({
      type: "parallel",
      name,
      smooth: 0.15,
      lineStyle: { color: toneOf(theme, segment), width: 1, opacity: 0.3 },
      emphasis: { lineStyle: { width: 2.5, opacity: 1 } },
      data: hidden.has(segment) ? [] : rows.filter((row) => row.segment === segment).map((row) => axes.map(({ of }) => of(row) ?? "-")),
    })),
  };
}

/** Bars of each segment's customers, the best placed first. */
export function silhouetteOption({ rows, names, mean }: { readonly rows: readonly PictureRow[]; readonly names: readonly string[]; readonly mean: number }, theme: ChartTheme): EChartsCoreOption {
  const sorted = [...rows].sort((a, b) => a.segment - b.segment || b.silhouette - a.silhouette);
  return {
    grid: { ...GRID, bottom: 16 },
    tooltip: tooltip(theme, ({ dataIndex }: TipPoint) => tip([sorted[dataIndex]?.id ?? "", names[sorted[dataIndex]?.segment ?? 0] ?? "", `silhouette ${figure(sorted[dataIndex]?.silhouette)}`])),
    xAxis: axis(theme, { type: "category", data: sorted.map(({ id }) => id), more: { axisLabel: { show: false } } }),
    yAxis: axis(theme, { name: "silhouette", more: { nameGap: 36 } }),
    series: [
      {
        type: "bar",
        barCategoryGap: "0%",
        data: sorted.map(({ silhouette, segment }) => ({ value: silhouette, itemStyle: { color: toneOf(theme, segment) } })),
        markLine: { silent: true, symbol: "none", label: { formatter: `mean ${mean.toFixed(3)}`, color: theme.ink, position: "insideEndTop" }, lineStyle: { color: theme.ink, type: "dashed" }, data: [{ yAxis: mean }] },
      },
    ],
  };
}
