import type { EChartsCoreOption } from "echarts/core";
import type { Histogram } from "@segue/shared/analysis/histogram";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { counted, figure } from "../words.ts";
import type { TipPoint } from "./base.ts";
import { axis, GRID, textStyle, tip, tooltip } from "./base.ts";

export interface Bars {
  readonly histogram: Histogram;
  readonly name: string;
  /** Counts on top of each other by group; left out, those of the histogram. */
  readonly groups?: readonly { readonly name: string; readonly counts: readonly number[] }[] | undefined;
}

export function histogramOption({ histogram, name, groups }: Bars, theme: ChartTheme): EChartsCoreOption {
  const { edges, counts } = histogram;
  const tail = tailOf(histogram);
  const bins = counts.map((_, at) => `${figure(edges[at])} to ${figure(edges[at + 1])}`);
  const shown = groups ?? [{ name: "customers", counts }];
  return {
    grid: { ...GRID, top: 10 },
    tooltip: tooltip(theme, ({ dataIndex, seriesName, value }: TipPoint) => tip([`${name}: ${bins[dataIndex] ?? ""}`, groups === undefined ? counted(Number(value), "customer") : `${seriesName}: ${counted(Number(value), "customer")}`])),
    xAxis: axis(theme, { type: "category", data: counts.map((_, at) => (tail !== null && at === counts.length - 1 ? `${figure(tail)}+` : figure(edges[at]))), name, more: { axisLabel: { ...textStyle(theme), hideOverlap: true, showMaxLabel: tail === null ? undefined : true } } }),
    yAxis: axis(theme, { more: { splitNumber: 3 } }),
    series: shown.map((group, at) => ({
      type: "bar",
      name: group.name,
      stack: "all",
      barCategoryGap: "6%",
      itemStyle: { color: groups === undefined ? theme.accent : toneOf(theme, GROUP_TONES[at % GROUP_TONES.length] ?? 0) },
      data: group.counts,
    })),
  };
}

/** Where the last bin begins if it is wider than the others: it holds all the rest. */
export function tailOf({ edges }: Histogram): number | null {
  const [first = 0, second = 0] = edges;
  const [beforeLast = 0, last = 0] = edges.slice(-2);
  return edges.length > 2 && last - beforeLast > 2 * (second - first) ? beforeLast : null;
}

/** Groups are no segments: two colours far from each other first. */
export const GROUP_TONES = [4, 7, 5, 6, 8];
/** Their names, for captions. */
export const GROUP_COLOURS = ["blue", "orange", "purple", "green", "grey"];
