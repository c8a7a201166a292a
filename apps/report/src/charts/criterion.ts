import type { EChartsCoreOption } from "echarts/core";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { figure } from "../words.ts";
import { axis, GRID, tip, tooltip } from "./base.ts";
import type { TipPoint } from "./base.ts";

export interface Criterion {
  readonly name: string;
  readonly points: readonly (readonly [number, number | null])[];
  readonly chosen: number;
  /** What this criterion alone would take. */
  readonly best: number | null;
}

export function criterionOption({ name, points, chosen, best }: Criterion, theme: ChartTheme): EChartsCoreOption {
  const known = points.flatMap(([k, value]) => (value === null ? [] : [[k, value] as const]));
  return {
    grid: { ...GRID, top: 22 },
    tooltip: tooltip(theme, ({ data }: TipPoint) => {
      const [k, value] = (data as { readonly value: readonly [number, number] }).value;
      return tip([`${name} at k = ${k}`, figure(value), ...(k === best ? ["its own choice"] : [])]);
    }),
    xAxis: axis(theme, { name: "k", tight: true, more: { min: known[0]?.[0], minInterval: 1, splitLine: { show: false } } }),
    yAxis: axis(theme, { tight: true, more: { splitNumber: 3 } }),
    series: [
      {
        type: "line",
        name,
        color: theme.accent,
        lineStyle: { width: 2 },
        data: known.map(([k, value]) => ({ value: [k, value], symbol: k === best ? "diamond" : "circle", symbolSize: k === best ? 13 : 6, itemStyle: { color: k === best ? theme.tones[7] : theme.accent } })),
        markLine: {
          silent: true,
          symbol: "none",
          label: { formatter: `k = ${chosen}`, color: theme.ink, fontSize: 11 },
          lineStyle: { color: theme.muted, type: "dashed" },
          data: [{ xAxis: chosen }],
        },
      },
    ],
  };
}
