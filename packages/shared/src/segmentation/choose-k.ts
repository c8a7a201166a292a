import type { Candidate } from "./model.ts";

/** A number of segments with a segment smaller than this is not offered. */
const SMALLEST_SHARE = 0.03;
/** By how much another number of segments must beat the current one. */
const MARGIN = 0.02;

/**
 * The candidate to take: the highest silhouette (the smallest k of equals) among those without a segment under 3 % of the customers;
 * the current k stays unless the best is better by more than .02. When every candidate has a tiny segment: the one whose smallest
 * is largest. `candidates` must not be empty.
 */
export function chooseK(candidates: readonly Candidate[], currentK: number | null): Candidate {
  const fair = candidates.filter((candidate) => candidate.smallestShare >= SMALLEST_SHARE);
  if (fair.length === 0) return candidates.reduce((best, next) => (next.smallestShare > best.smallestShare ? next : best));
  const best = fair.reduce((top, next) => (next.silhouette > top.silhouette ? next : top));
  const current = fair.find((candidate) => candidate.k === currentK);
  return current !== undefined && best.silhouette - current.silhouette <= MARGIN ? current : best;
}
