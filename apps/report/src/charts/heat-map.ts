import type { EChartsCoreOption } from "echarts/core";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { axis, faded, FONT, nameLabel, tip, tooltip } from "./base.ts";
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
const CELL = 86;
const GAP = 1;

/** What the figures in its cells need. */
export const heatMapWidth = (columns: number): number => LEFT + columns * CELL;

/** Drawn as a series of its own: those of a heat map are painted in slices of time, and paper does not wait for them. */
export function heatMapOption(map: HeatMap, theme: ChartTheme): EChartsCoreOption {
  const { columns, rows, values } = map;
  const nameOf = ({ dataIndex }: TipPoint): string[] => [rows[Math.floor(dataIndex / columns.length)] ?? "", columns[dataIndex % columns.length] ?? ""];
  return {
    grid: { left: LEFT, right: 8, top: 8, bottom: 56 },
    tooltip: tooltip(theme, (point) => tip([nameOf(point).join(" · "), shownAt(map, point.dataIndex)])),
    xAxis: axis(theme, { type: "category", data: columns, more: { axisLabel: nameLabel(theme, 82), axisLine: { show: false } } }),
    yAxis: axis(theme, { type: "category", data: rows, more: { inverse: true, axisLabel: nameLabel(theme, LEFT - 14), axisLine: { show: false } } }),
    series: [
      {
        type: "custom",
        data: values.flatMap((row, at) => row.map((value, column) => [column, at, value ?? 0])),
        renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: CellApi) => drawCell(map, { dataIndex, api, theme }),
      },
    ],
  };
}

function shownAt({ values, columns, show }: HeatMap, index: number): string {
  const value = valueAt({ values, columns }, index);
  return value === null ? "–" : show(value);
}

const valueAt = ({ values, columns }: Pick<HeatMap, "values" | "columns">, index: number): number | null => values[Math.floor(index / columns.length)]?.[index % columns.length] ?? null;

interface CellApi {
  readonly coord: (at: readonly [number, number]) => [number, number];
  readonly size: (of: readonly [number, number]) => [number, number];
}

interface CellPlace {
  readonly dataIndex: number;
  readonly api: CellApi;
  readonly theme: ChartTheme;
}

/** The shade of a cell is its strength, its hue the sign. */
function drawCell(map: HeatMap, { dataIndex, api, theme }: CellPlace): object {
  const value = valueAt(map, dataIndex) ?? 0;
  const strength = Math.min(1, Math.abs(value) / map.full);
  const [x, y] = api.coord([dataIndex % map.columns.length, Math.floor(dataIndex / map.columns.length)]);
  const [width, height] = api.size([1, 1]);
  return {
    type: "rect",
    shape: { x: x - width / 2 + GAP, y: y - height / 2 + GAP, width: width - 2 * GAP, height: height - 2 * GAP },
    style: { fill: faded(toneOf(theme, value < 0 ? 7 : 0), strength * 0.62) },
    textContent: { style: { text: shownAt(map, dataIndex), fill: theme.ink, font: `11px ${FONT}` } },
    textConfig: { position: "inside" },
  };
}
