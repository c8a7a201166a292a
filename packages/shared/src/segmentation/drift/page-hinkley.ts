/** How sensitive the detector is; left out, the usual values of the field. */
export interface PageHinkleyOptions {
  /** Values before the first alarm can be raised. */
  readonly minimum: number;
  /** Deviations from the mean that are put up with. */
  readonly tolerance: number;
  /** The sum of what goes beyond them that raises an alarm. */
  readonly threshold: number;
  /** Share of the sum that is kept from value to value. */
  readonly retained: number;
}

const PAGE_HINKLEY_DEFAULTS: PageHinkleyOptions = { minimum: 30, tolerance: 0.005, threshold: 50, retained: 0.9999 };

export interface PageHinkley {
  readonly values: number;
  readonly mean: number;
  readonly sum: number;
  readonly alarm: boolean;
}

export const QUIET: PageHinkley = { values: 0, mean: 0, sum: 0, alarm: false };

/** Page's cumulative test for a mean that has risen (Page 1954; Hinkley 1971), one value at a time. After an alarm it starts anew. */
export function watchMean(before: PageHinkley, value: number, options: PageHinkleyOptions = PAGE_HINKLEY_DEFAULTS): PageHinkley {
  const state = before.alarm ? QUIET : before;
  const values = state.values + 1;
  const mean = state.mean + (value - state.mean) / values;
  const sum = Math.max(0, options.retained * state.sum + value - mean - options.tolerance);
  return { values, mean, sum, alarm: values >= options.minimum && sum > options.threshold };
}
