import { cumulativeGaps } from "./kolmogorov-smirnov.ts";

/**
 * Earth mover's distance between two samples counted in the same ordered bins, in the unit of `positions` (where each bin lies,
 * ascending): the area between the cumulative shares. Exact where every distinct value has a bin of its own.
 */
export function wasserstein(positions: readonly number[], reference: readonly number[], current: readonly number[]): number {
  const gaps = cumulativeGaps(reference, current);
  return positions.slice(1).reduce((sum, position, at) => sum + Math.abs(gaps[at]) * (position - positions[at]), 0);
}
