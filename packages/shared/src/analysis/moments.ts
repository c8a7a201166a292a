export interface Moments {
  readonly mean: number;
  /** Of the population (ddof 0). */
  readonly sd: number;
  /** Third standardised moment, 0 where nothing varies. */
  readonly skewness: number;
}

/** Mean, standard deviation and skewness by two passes; all 0 for no values. */
export function momentsOf(values: Float64Array): Moments {
  const n = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const varies = sd > 1e-12 * Math.max(1, Math.abs(mean));
  return { mean, sd: varies ? sd : 0, skewness: varies ? values.reduce((sum, value) => sum + ((value - mean) / sd) ** 3, 0) / n : 0 };
}

/** Linear between the neighbours, as numpy's default; NaN for no values. */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
