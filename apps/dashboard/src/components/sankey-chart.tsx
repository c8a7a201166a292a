import type { FlowsReply } from "@segue/shared/api/moves";
import type { EChartsCoreOption } from "echarts/core";
import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { Chart } from "../charts/chart.tsx";
import { FONT } from "../charts/fonts.ts";
import { plain } from "../charts/line-options.ts";
import { count } from "../words/numbers.ts";

interface SankeyChartProps {
  readonly flows: FlowsReply["items"];
  readonly names: Readonly<Record<string, string>>;
  readonly tones: ReadonlyMap<string, number>;
}

interface Link {
  readonly from: string;
  readonly to: string;
  readonly moves: number;
}

const ROW = 74;
const LEAST_HEIGHT = 300;

/** Where customers came from on the left, where they went on the right. */
export function SankeyChart({ flows, names, tones }: SankeyChartProps) {
  const links = addedUp(flows);
  const key = JSON.stringify([links, names]);
  const option = useCallback((theme: ChartTheme) => sankeyOption({ links, names, tones, theme }), [key, tones]);
  const spoken = links.slice(0, 5).map(({ from, to, moves }) => `${names[from] ?? from} to ${names[to] ?? to} ${count(moves)}`);
  const sides = Math.max(new Set(links.map(({ from }) => from)).size, new Set(links.map(({ to }) => to)).size);
  return <Chart label={`Moves between segments, the most first: ${spoken.join(", ")}`} option={option} height={Math.max(LEAST_HEIGHT, sides * ROW)} />;
}

/** Over all causes, the largest first. */
function addedUp(flows: FlowsReply["items"]): readonly Link[] {
  const sums = new Map<string, Link>();
  for (const { from, to, moves } of flows) {
    if (from === null || to === null) continue;
    const key = JSON.stringify([from, to]);
    sums.set(key, { from, to, moves: moves + (sums.get(key)?.moves ?? 0) });
  }
  return [...sums.values()].sort((a, b) => b.moves - a.moves);
}

interface SankeyParts extends Omit<SankeyChartProps, "flows"> {
  readonly links: readonly Link[];
  readonly theme: ChartTheme;
}

/** Names stand beside the chart, and need less room on a phone. */
const NARROW = 700;

function sankeyOption({ links, names, tones, theme }: SankeyParts): EChartsCoreOption {
  const nodes = (side: "from" | "to") =>
    [...new Set(links.map((link) => link[side]))].map((id) => ({
      name: `${side} ${id}`,
      depth: side === "from" ? 0 : 1,
      itemStyle: { color: theme.tones[tones.get(id) ?? 0], borderWidth: 0 },
      label: { position: side === "from" ? "left" : "right", formatter: `${plain(names[id] ?? id)}` },
    }));
  const margin = window.innerWidth < NARROW ? 104 : 214;
  return {
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.surface,
      borderColor: theme.line,
      textStyle: { color: theme.ink, fontFamily: FONT, fontSize: 12 },
      formatter: (part: unknown) => tooltipText(part as Part, names),
    },
    series: [
      {
        type: "sankey",
        left: margin,
        right: margin,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeGap: 14,
        draggable: false,
        data: [...nodes("from"), ...nodes("to")],
        links: links.map(({ from, to, moves }) => ({ source: `from ${from}`, target: `to ${to}`, value: moves })),
        lineStyle: { color: "source", opacity: 0.32, curveness: 0.5 },
        emphasis: { focus: "adjacency", lineStyle: { opacity: 0.6 } },
        label: { color: theme.ink, fontFamily: FONT, fontSize: 12.5, lineHeight: 15, overflow: "break", width: margin - 12, textBorderWidth: 0 },
      },
    ],
  };
}

interface Part {
  readonly dataType: "node" | "edge";
  readonly value: number;
  readonly data: { readonly name?: string; readonly source?: string; readonly target?: string };
}

function tooltipText({ dataType, value, data }: Part, names: Readonly<Record<string, string>>): string {
  const name = (node = ""): string => {
    const id = node.slice(node.indexOf(" ") + 1);
    return plain(names[id] ?? id);
  };
  if (dataType === "edge") return `${name(data.source)} → ${name(data.target)}\n${count(value)} moves`;
  return `${name(data.name)}\n${count(value)} moves ${data.name?.startsWith("from ") === true ? "away" : "in"}`;
}
