import type { AnalysisTable } from "./analysis-table.ts";
import { knownValues } from "./analysis-table.ts";
import type { Histogram } from "./histogram.ts";
import { histogramOf } from "./histogram.ts";
import { momentsOf, quantile } from "./moments.ts";
import type { OutlierCounts } from "./outliers.ts";
import { outliersOf } from "./outliers.ts";

/** A numeric column as it is, before anything is done about it. Figures are `null` where nothing is known. */
export interface ColumnSummary {
  readonly name: string;
  readonly label: string;
  readonly known: number;
  readonly missing: number;
  readonly distinct: number;
  readonly mean: number | null;
  /** Of the population (ddof 0). */
  readonly sd: number | null;
  /** Third standardised moment. */
  readonly skewness: number | null;
  readonly min: number | null;
  readonly q1: number | null;
  readonly median: number | null;
  readonly q3: number | null;
  readonly max: number | null;
  readonly outliers: OutlierCounts;
  readonly histogram: Histogram;
}

export function summarizeColumns(table: AnalysisTable): ColumnSummary[] {
  return table.columns.map(({ name, label }, column) => {
    const sorted = knownValues(table.values, column).slice().sort();
    const known = sorted.length;
    const { mean, sd, skewness } = momentsOf(sorted);
    const orNull = (value: number): number | null => (known === 0 ? null : value);
    return {
      name,
      label,
      known,
      missing: table.ids.length - known,
      distinct: distinctValues(sorted),
      mean: orNull(mean),
      sd: orNull(sd),
      skewness: orNull(skewness),
      min: orNull(sorted[0]),
      q1: orNull(quantile(sorted, 0.25)),
      median: orNull(quantile(sorted, 0.5)),
      q3: orNull(quantile(sorted, 0.75)),
      max: orNull(sorted[known - 1]),
      outliers: outliersOf(sorted),
      histogram: histogramOf(sorted),
    };
  });
}

function distinctValues(sorted: Float64Array): number {
  return sorted.reduce((count, value, at) => (at > 0 && value === sorted[at - 1] ? count : count + 1), 0);
}
