import type { AnalysisFigures } from "@segue/shared/analysis/analysis-json";
import type { Axis } from "./charts/segment-charts.ts";
import { labelOf } from "./words.ts";

/** The axis of a column: logarithmic where it was scaled so and nothing on it is 0. */
export function axisOf(figures: AnalysisFigures, name: string): Axis {
  const at = figures.scaling.findIndex(({ feature }) => feature === name);
  return { name: labelOf(figures, name), of: ({ values }) => values[at] ?? null, log: isLog(figures, name) };
}

export function isLog({ scaling, columns }: AnalysisFigures, name: string): boolean {
  const least = columns.find((column) => column.name === name)?.min ?? 0;
  return (scaling.find(({ feature }) => feature === name)?.log ?? false) && least > 0;
}
