import { quantile } from "./moments.ts";

/** Values far from the rest by two rules, and the limits that follow from them; `null` limits where nothing is known. */
export interface OutlierCounts {
  /** More than 1.5 interquartile ranges beyond the quartiles (Tukey 1977). */
  readonly iqr: number;
  /** .6745 |x - median| / MAD above 3.5 (Iglewicz & Hoaglin 1993); 0 where more than half of the values are equal. */
  readonly mad: number;
  readonly iqrLimits: readonly [number, number] | null;
}

const FENCE = 1.5;
const MODIFIED_Z = 3.5;
const NORMAL_MAD = 0.6745;

export function outliersOf(sorted: Float64Array): OutlierCounts {
  if (sorted.length === 0) return { iqr: 0, mad: 0, iqrLimits: null };
  const [q1, median, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const limits = [q1 - FENCE * (q3 - q1), q3 + FENCE * (q3 - q1)] as const;
  const spread = quantile(sorted.map((value) => Math.abs(value - median)).sort(), 0.5);
  const far = (value: number): boolean => spread > 0 && (NORMAL_MAD * Math.abs(value - median)) / spread > MODIFIED_Z;
  return { iqr: countOf(sorted, (value) => value < limits[0] || value > limits[1]), mad: countOf(sorted, far), iqrLimits: limits };
}

function countOf(values: Float64Array, isMeant: (value: number) => boolean): number {
  return values.reduce((count, value) => (isMeant(value) ? count + 1 : count), 0);
}
