import type { AnalysisTable } from "./analysis-table.ts";
import { knownValues } from "./analysis-table.ts";
import { momentsOf, quantile } from "./moments.ts";
import type { OutlierCounts } from "./outliers.ts";
import { outliersOf } from "./outliers.ts";

export interface Histogram {
  /** One more than counts; bins are closed below, the last one on both sides. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

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

const BINS = 30;

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

/** Equal bins of ascending values, no more than there are values; a single one where all values are equal. */
export function histogramOf(sorted: Float64Array): Histogram {
  if (sorted.length === 0) return { edges: [], counts: [] };
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const bins = low === high ? 1 : Math.min(BINS, Math.max(1, Math.ceil(Math.sqrt(sorted.length))));
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) counts[width === 0 ? 0 : Math.min(bins - 1, Math.floor((value - low) / width))]++;
  return { edges: Array.from({ length: bins + 1 }, (_, at) => (at === bins ? high : low + at * width)), counts };
}
