import type { EChartsCoreOption } from "echarts/core";
import type { Histogram } from "@segue/shared/analysis/column-summary";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { counted, figure } from "../words.ts";
import type { TipPoint } from "./base.ts";
import { axis, GRID, tip, tooltip } from "./base.ts";

export interface Bars {
  readonly histogram: Histogram;
  readonly name: string;
  /** Counts on top of each other by group; left out, those of the histogram. */
  readonly groups?: readonly { readonly name: string; readonly counts: readonly number[] }[] | undefined;
}

export function histogramOption({ histogram, name, groups }: Bars, theme: ChartTheme): EChartsCoreOption {
  const { edges, counts } = histogram;
  const bins = counts.map((_, at) => `${figure(edges[at])} to ${figure(edges[at + 1])}`);
  const shown = groups ?? [{ name: "customers", counts }];
  return {
    grid: { ...GRID, top: 10 },
    tooltip: tooltip(theme, ({ dataIndex, seriesName, value }: TipPoint) => tip([`${name}: ${bins[dataIndex] ?? ""}`, groups === undefined ? counted(Number(value), "customer") : `${seriesName}: ${counted(Number(value), "customer")}`])),
    xAxis: axis(theme, { type: "category", data: counts.map((_, at) => figure(edges[at])), name }),
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

/** Groups are no segments: two colours far from each other first. */
const GROUP_TONES = [4, 7, 5, 6, 8];
