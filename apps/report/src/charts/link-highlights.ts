import type { EChartsType } from "echarts/core";

interface PointEvent {
  readonly seriesIndex?: number;
  readonly dataIndex?: number;
}

/** Has a point that is pointed at in one chart stand out in all: the same customer has the same place in each. */
export function linkHighlights(): { readonly add: (chart: EChartsType) => void } {
  const charts: EChartsType[] = [];
  const tell = (type: "highlight" | "downplay", from: EChartsType, { seriesIndex, dataIndex }: PointEvent): void => {
    for (const chart of charts) if (chart !== from) chart.dispatchAction({ type, seriesIndex, dataIndex });
  };
  return {
    add(chart) {
      charts.push(chart);
      chart.on("mouseover", (event) => tell("highlight", chart, event as PointEvent));
      chart.on("mouseout", (event) => tell("downplay", chart, event as PointEvent));
    },
  };
}
