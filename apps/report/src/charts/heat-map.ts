import type { EChartsCoreOption } from "echarts/core";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { axis, FONT, nameLabel, tip, tooltip } from "./base.ts";
import type { TipPoint } from "./base.ts";

export interface HeatMap {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** By row and column. */
  readonly values: readonly (readonly (number | null)[])[];
  /** The value with the full colour. */
  readonly full: number;
  readonly show: (value: number) => string;
}

const LEFT = 150;
const CELL = 64;

/** What the figures in its cells need. */
export const heatMapWidth = (columns: number): number => LEFT + columns * CELL;

export function heatMapOption(map: HeatMap, theme: ChartTheme): EChartsCoreOption {
  const { columns, rows, values, show } = map;
  const cells = rows.flatMap((_, row) => columns.map((__, column) => cellOf(map, { row, column, theme })));
  const nameOf = ({ dataIndex }: TipPoint): string[] => [rows[Math.floor(dataIndex / columns.length)] ?? "", columns[dataIndex % columns.length] ?? ""];
  return {
    grid: { left: LEFT, right: 8, top: 8, bottom: 56 },
    tooltip: tooltip(theme, (point) => tip([nameOf(point).join(" · "), shownAt(values, point.dataIndex, map)])),
    xAxis: axis(theme, { type: "category", data: columns, more: { axisLabel: nameLabel(theme, 82), axisLine: { show: false } } }),
    yAxis: axis(theme, { type: "category", data: rows, more: { inverse: true, axisLabel: nameLabel(theme, LEFT - 14), axisLine: { show: false } } }),
    series: [{ type: "heatmap", data: cells, label: { show: true, fontFamily: FONT, fontSize: 11, formatter: ({ dataIndex }: TipPoint) => shownAt(values, dataIndex, { ...map, show }) } }],
  };
}

function shownAt(values: HeatMap["values"], index: number, { columns, show }: HeatMap): string {
  const value = values[Math.floor(index / columns.length)]?.[index % columns.length] ?? null;
  return value === null ? "–" : show(value);
}

interface Place {
  readonly row: number;
  readonly column: number;
  readonly theme: ChartTheme;
}

/** Coloured here and not by a visual map: the shade of a cell is its strength, its hue the sign. */
function cellOf({ values, full }: HeatMap, { row, column, theme }: Place): object {
  const value = values[row]?.[column] ?? 0;
  const strength = Math.min(1, Math.abs(value) / full);
  return {
    value: [column, row, value],
    itemStyle: { color: mixed(value < 0 ? theme.tones[7] : theme.tones[0], strength * 0.62), borderColor: theme.surface, borderWidth: 2 },
    label: { color: theme.ink },
  };
}

/** A colour with that opacity; "rgb(1, 2, 3)" is what computed styles are written as. */
const mixed = (colour: string | undefined, opacity: number): string => (colour ?? "rgb(0, 0, 0)").replace("rgb(", "rgba(").replace(")", `, ${opacity.toFixed(3)})`);
