import type { Points } from "../../math/vector.ts";

/**
 * Sufficient statistics of mini-batch k-means over keyed points: every customer counts once, with the vector they have now. An update
 * takes the old vector out and puts the new one in, and a micro-batch ends with C = S / W (segmentation.md 5.2; appending vectors
 * as Sculley 2010 does would count frequent buyers many times and never let idle ones move).
 *
 * Values are summed in fixed point (multiples of 2^-20), so that sums are exact: they do not depend on the order of updates, and equal
 * those of a rebuild bit by bit. Doubles hold whole numbers up to 2^53, i.e. 2^27 customers at 64 sd each.
 */
export interface Statistics {
  readonly slots: number;
  readonly dims: number;
  /** Customers per slot. */
  readonly count: Float64Array;
  /** Customers per slot and dimension who have a value there. */
  readonly seen: Float64Array;
  /** Sum of those values, in multiples of 2^-20. */
  readonly sum: Float64Array;
  /** Sum per slot of the squared distances that {@link quantized} was told. */
  readonly error: Float64Array;
}

const UNIT = 2 ** 20;
const LIMIT = 64;

/** The nearest multiple of 2^-20 as a whole number; values beyond 64 count as 64. */
export function quantized(value: number): number {
  return Math.round(Math.max(-LIMIT, Math.min(LIMIT, value)) * UNIT);
}

export const unquantized = (value: number): number => value / UNIT;

export function emptyStatistics(slots: number, dims: number): Statistics {
  return {
    slots,
    dims,
    count: new Float64Array(slots),
    seen: new Float64Array(slots * dims),
    sum: new Float64Array(slots * dims),
    error: new Float64Array(slots),
  };
}

/** A customer's vector in model space (NaN: not known), the slot it counts for, and its quantized squared distance to the centroid. */
export interface Contribution {
  readonly x: Float64Array;
  slot: number;
  error: number;
}

/** Counts a contribution in (`sign` 1) or, with the same values as before, out (-1). */
export function count(statistics: Statistics, contribution: Contribution, sign: 1 | -1): void {
  const { x, slot } = contribution;
  const { dims, seen, sum } = statistics;
  statistics.count[slot] += sign;
  statistics.error[slot] += sign * contribution.error;
  for (let f = 0, at = slot * dims; f < dims; f++, at++) {
    const value = x[f];
    if (value !== value) continue;
    seen[at] += sign;
    sum[at] += sign * quantized(value);
  }
}

export function resetStatistics(statistics: Statistics): void {
  statistics.count.fill(0);
  statistics.seen.fill(0);
  statistics.sum.fill(0);
  statistics.error.fill(0);
}

/** C = S / W, dimension by dimension; where fewer than `minimum` customers have a value, `otherwise` stays. */
export function meansOf(statistics: Statistics, otherwise: Points, minimum: number): Points {
  const { sum, seen, dims } = statistics;
  const values = otherwise.values.map((value, at) => (seen[at] >= minimum && seen[at] > 0 ? unquantized(sum[at] / seen[at]) : value));
  return { values, dims };
}
