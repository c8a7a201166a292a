/** Bins of the histogram of {@link lowerBoundOf}. */
const BINS = 256;
/** Keys at the edge of a bin may have been rounded into it. */
const SLACK = 1 - 1e-12;

export function createBins(): Int32Array {
  return new Int32Array(BINS + 1);
}

export interface Keys {
  /** Not negative. */
  readonly keys: Float64Array;
  /** How many of them count. */
  readonly count: number;
  /** Working space. */
  readonly bins: Int32Array;
}

/**
 * A bound that at least `most` keys reach, and not many more; 0 where there are fewer keys. Two passes over a histogram from 0 to
 * the largest key: a heap that is offered everything sifts hundreds of entries that do not stay.
 */
export function lowerBoundOf({ keys, count, bins }: Keys, most: number): number {
  if (count <= most) return 0;
  let largest = 0;
  for (let i = 0; i < count; i++) if (keys[i] > largest) largest = keys[i];
  const perBin = BINS / largest;
  if (!Number.isFinite(perBin)) return 0;
  bins.fill(0);
  for (let i = 0; i < count; i++) bins[(keys[i] * perBin) | 0]++;
  let bin = BINS;
  for (let reached = bins[bin]; reached < most; reached += bins[bin]) bin--;
  return (bin / perBin) * SLACK;
}
