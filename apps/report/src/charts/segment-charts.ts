import type { EChartsCoreOption } from "echarts/core";
import type { Box, PictureRow } from "@segue/shared/analysis/segment-pictures";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { figure } from "../words.ts";
import { axis, faded, GRID, inLines, textStyle, tip, tooltip } from "./base.ts";
import type { TipPoint } from "./base.ts";

/** Which segments there are, and which of them are shown. */
export interface Shown {
  readonly names: readonly string[];
  readonly hidden: ReadonlySet<number>;
  /** The one that stands out, the others faded; `null` for none. */
  readonly picked: number | null;
}

/** How much of its opacity a segment keeps. */
const presence = ({ picked }: Shown, segment: number): number => (picked === null || picked === segment ? 1 : 0.1);

export interface Axis {
  readonly name: string;
  readonly of: (row: PictureRow) => number | null;
  readonly log: boolean;
}

export interface Scatter extends Shown {
  /** What points are coloured by: their segment, where nothing else is said. */
  readonly groupOf?: (row: PictureRow) => number;
  /** By group: index of a colour; left out, that of the segment. */
  readonly tones?: readonly number[];
  readonly rows: readonly PictureRow[];
  readonly x: Axis;
  readonly y: Axis;
}

/** Series by segment, so that the same customer has the same place in every scatter plot. */
export function scatterOption(scatter: Scatter, theme: ChartTheme): EChartsCoreOption {
  const { rows, x, y, names, hidden, groupOf = (row) => row.segment, tones } = scatter;
  const many = rows.length > 800;
  const groups = names.map((_, group) => rows.filter((row) => groupOf(row) === group));
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
      z: scatter.picked === segment ? 3 : 2,
      symbolSize: many ? 4 : 7,
      itemStyle: { color: toneOf(theme, tones?.[segment] ?? segment), opacity: (many ? 0.55 : 0.8) * presence(scatter, segment) },
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

export function boxOption(shown: Boxes, theme: ChartTheme): EChartsCoreOption {
  const { name, boxes, names, hidden, log } = shown;
  const styleOf = (segment: number): object => ({ color: faded(toneOf(theme, segment), 0.25), borderColor: toneOf(theme, segment), borderWidth: 1.6, opacity: presence(shown, segment) });
  return {
    grid: { ...GRID, bottom: 12 },
    tooltip: tooltip(theme, ({ dataIndex }: TipPoint) => {
      const box = boxes[dataIndex] ?? null;
      return tip([names[dataIndex] ?? "", ...(box === null ? ["nothing is known"] : [`median ${figure(box[2])}`, `half of them from ${figure(box[1])} to ${figure(box[3])}`, `nine of ten from ${figure(box[0])} to ${figure(box[4])}`])]);
    }),
    xAxis: axis(theme, { type: "category", data: names, more: { axisLabel: { show: false } } }),
    yAxis: axis(theme, { name, type: log ? "log" : "value", tight: true, more: { splitNumber: 3, nameGap: 38 } }),
    series: [{ type: "boxplot", boxWidth: [8, 34], data: boxes.map((box, segment) => ({ value: hidden.has(segment) || box === null ? [] : box, itemStyle: styleOf(segment) })) }],
  };
}

export interface Parallel extends Shown {
  readonly rows: readonly PictureRow[];
  readonly axes: readonly Axis[];
}

export function parallelOption(shown: Parallel, theme: ChartTheme): EChartsCoreOption {
  const { rows, axes, names, hidden } = shown;
  return {
    tooltip: tooltip(theme, ({ seriesName }: TipPoint) => tip([seriesName])),
    parallel: { left: 60, right: 76, top: 46, bottom: 18, parallelAxisDefault: { nameTextStyle: { ...textStyle(theme), color: theme.ink, lineHeight: 13 }, axisLabel: { ...textStyle(theme), formatter: (value: number) => figure(value) }, axisLine: { lineStyle: { color: theme.muted } }, axisTick: { show: false } } },
    parallelAxis: axes.map(({ name, log }, dim) => ({ dim, name: inLines(name), type: log ? "log" : "value", scale: true, splitNumber: 4 })),
    series: names.map((name, segment) => ({
      type: "parallel",
      name,
      z: shown.picked === segment ? 3 : 2,
      lineStyle: { color: toneOf(theme, segment), width: 1, opacity: 0.35 * presence(shown, segment) },
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
        // Bars of less than a pixel leave stripes between them: the border closes them.
        data: sorted.map(({ silhouette, segment }) => ({ value: silhouette, itemStyle: { color: toneOf(theme, segment), borderColor: toneOf(theme, segment), borderWidth: 0.8 } })),
        markLine: { silent: true, symbol: "none", label: { formatter: `mean ${mean.toFixed(3)}`, color: theme.ink, position: "insideEndTop" }, lineStyle: { color: theme.ink, type: "dashed" }, data: [{ yAxis: mean }] },
      },
    ],
  };
}
