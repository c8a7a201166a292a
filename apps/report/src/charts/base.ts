import { format as text } from "echarts/core";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { figure } from "../words.ts";

export const FONT = "system-ui, sans-serif";

export const textStyle = ({ muted }: ChartTheme) => ({ color: muted, fontFamily: FONT, fontSize: 11 });

/** Names along an axis: whole words on as many lines as they need. */
export const nameLabel = ({ ink }: ChartTheme, width: number) => ({ color: ink, fontFamily: FONT, fontSize: 11, lineHeight: 13, interval: 0, width, overflow: "break" });

const LINE = 15;

/** Whole words on lines of some 15 characters. */
export function inLines(name: string): string {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= LINE) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}

/** A colour with that opacity; "rgb(1, 2, 3)" is what computed styles are written as. */
export const faded = (colour: string, opacity: number): string => colour.replace("rgb(", "rgba(").replace(")", `, ${opacity.toFixed(3)})`);

/** Lines of a tooltip, the first one strong. Names come from files: they are text, never markup. */
export function tip(lines: readonly string[]): string {
  return lines.map((line, at) => (at === 0 ? `<strong>${text.encodeHTML(line)}</strong>` : text.encodeHTML(line))).join("<br>");
}

export function tooltip(theme: ChartTheme, formatter: (point: TipPoint) => string): object {
  return {
    trigger: "item",
    confine: true,
    transitionDuration: 0,
    backgroundColor: theme.surface,
    borderColor: theme.line,
    textStyle: { color: theme.ink, fontFamily: FONT, fontSize: 12 },
    formatter: (point: unknown) => formatter(point as TipPoint),
  };
}

/** What a tooltip is told of the point. */
export interface TipPoint {
  readonly seriesIndex: number;
  readonly seriesName: string;
  readonly dataIndex: number;
  readonly name: string;
  readonly data: unknown;
  readonly value: unknown;
}

export interface AxisOptions {
  readonly name?: string;
  readonly type?: "value" | "log" | "category";
  readonly data?: readonly string[];
  readonly more?: object;
  /** An axis of values that ends where the values do. */
  readonly tight?: boolean;
}

export function axis(theme: ChartTheme, { name, type = "value", data, more, tight = false }: AxisOptions): object {
  return {
    type,
    name,
    data,
    nameLocation: "middle",
    nameGap: 26,
    nameTextStyle: textStyle(theme),
    scale: tight,
    axisLabel: { ...textStyle(theme), hideOverlap: true, ...(type === "category" ? {} : { formatter: (value: number) => figure(value) }) },
    axisLine: { show: true, lineStyle: { color: theme.line } },
    axisTick: { show: false },
    splitLine: { show: type !== "category", lineStyle: { color: theme.line, opacity: 0.6 } },
    ...more,
  };
}

export const GRID = { left: 52, right: 16, top: 14, bottom: 42 };
