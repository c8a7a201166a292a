import type { EChartsCoreOption } from "echarts/core";
import type { Branch } from "@segue/shared/analysis/branches";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { toneOf } from "@segue/ui-tones/chart-theme";
import { counted, figure } from "../words.ts";
import { axis, FONT, tip, tooltip } from "./base.ts";
import type { TipPoint } from "./base.ts";

/** A merge as it is drawn: from x1 to x2 at its height, down to what it joins. */
interface Fork {
  readonly x: readonly [number, number];
  readonly below: readonly [number, number];
  readonly height: number;
  readonly size: number;
  /** The cluster it lies in, -1 above the cut. */
  readonly cluster: number;
}

export interface Dendrogram {
  readonly tree: Branch;
  readonly k: number;
  /** Heights of the last merges, the highest first. */
  readonly heights: readonly number[];
}

/** A dendrogram, coloured below the cut into `k` clusters, those numbered by size, the largest first. */
export function treeOption({ tree, k, heights }: Dendrogram, theme: ChartTheme): EChartsCoreOption {
  const forks: Fork[] = [];
  const leaves = { count: 0 };
  const clusters = clustersOf(tree, k);
  place(tree, { forks, leaves, clusters }, -1);
  return {
    grid: { left: 52, right: 12, top: 12, bottom: 14 },
    tooltip: tooltip(theme, ({ dataIndex }: TipPoint) => tip([`joined at ${figure(forks[dataIndex]?.height)}`, counted(forks[dataIndex]?.size ?? 0, "customer")])),
    xAxis: { type: "value", min: -0.5, max: leaves.count - 0.5, show: false },
    yAxis: axis(theme, { name: "height of the merge", more: { nameGap: 36 } }),
    series: [{ type: "custom", encode: { x: 0, y: 1 }, data: forks.map(({ x, height }) => [(x[0] + x[1]) / 2, height]), renderItem: (item: { readonly dataIndex: number }, api: Api) => drawFork(forks[item.dataIndex], api, theme), ...cutLine({ k, heights }, theme) }],
  };
}

/** Where the tree is cut: between the lowest merge that is undone and the next. */
function cutLine({ k, heights }: Pick<Dendrogram, "k" | "heights">, { ink }: ChartTheme): object {
  const [above, below] = [heights[k - 2], heights[k - 1]];
  if (above === undefined || below === undefined) return {};
  return { markLine: { silent: true, symbol: "none", label: { formatter: `${k} clusters`, color: ink, fontFamily: FONT, fontSize: 11, position: "insideEndTop" }, lineStyle: { color: ink, type: "dashed" }, data: [{ yAxis: (above + below) / 2 }] } };
}

interface Api {
  readonly coord: (at: readonly [number, number]) => [number, number];
}

function drawFork(fork: Fork | undefined, { coord }: Api, theme: ChartTheme): object | null {
  if (fork === undefined) return null;
  const { x, below, height, cluster } = fork;
  const points = [coord([x[0], below[0]]), coord([x[0], height]), coord([x[1], height]), coord([x[1], below[1]])];
  return { type: "polyline", shape: { points }, style: { stroke: cluster < 0 ? theme.muted : toneOf(theme, cluster), lineWidth: 1.6, fill: "none" } };
}

/** The k branches that are left when the highest k - 1 merges are undone, the largest first. */
function clustersOf(tree: Branch, k: number): Branch[] {
  const open: Branch[] = [tree];
  while (open.length < k) {
    const highest = open.reduce((best, branch, at) => (branch.height > (open[best]?.height ?? 0) ? at : best), 0);
    const [branch] = open.splice(highest, 1);
    if (branch === undefined || branch.parts.length === 0) return open;
    open.push(...branch.parts);
  }
  return open.sort((a, b) => b.size - a.size);
}

interface Placing {
  readonly forks: Fork[];
  readonly leaves: { count: number };
  readonly clusters: readonly Branch[];
}

/** Places the branch from left to right and answers its x. */
function place(branch: Branch, to: Placing, above: number): number {
  const cluster = above >= 0 ? above : to.clusters.indexOf(branch);
  const [left, right] = branch.parts;
  if (left === undefined || right === undefined) return to.leaves.count++;
  const x = [place(left, to, cluster), place(right, to, cluster)] as const;
  to.forks.push({ x, below: [foot(left), foot(right)], height: branch.height, size: branch.size, cluster });
  return (x[0] + x[1]) / 2;
}

/** What is not told apart any more ends at the bottom. */
const foot = ({ parts, height }: Branch): number => (parts.length === 0 ? 0 : height);
