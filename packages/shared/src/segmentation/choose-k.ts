import type { Candidate } from "./model.ts";

/** A number of segments with a segment smaller than this is not offered ... */
const SMALLEST_SHARE = 0.03;
/** ... nor one that resampled customers do not confirm. */
const LOWEST_STABILITY = 0.85;
/** By how much another number of segments must beat the current one. */
const MARGIN = 0.02;

/**
 * The candidate to take: the highest silhouette (the smallest k of equals) among those without a segment under 3 % of the customers and
 * with a stability of at least .85, where it was measured; the current k stays unless the best is better by more than .02. When every
 * candidate has a tiny segment: the one whose smallest is largest. `candidates` must not be empty.
 */
export function chooseK(candidates: readonly Candidate[], currentK: number | null): Candidate {
  const fair = fairCandidates(candidates);
  if (fair.length === 0) return candidates.reduce((best, next) => (next.smallestShare > best.smallestShare ? next : best));
  const best = fair.reduce((top, next) => (next.silhouette > top.silhouette ? next : top));
  const current = fair.find((candidate) => candidate.k === currentK);
  return current !== undefined && best.silhouette - current.silhouette <= MARGIN ? current : best;
}

/** Those without a tiny segment, and among them the stable ones as long as there are any. */
export function fairCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  const large = candidates.filter((candidate) => candidate.smallestShare >= SMALLEST_SHARE);
  const stable = large.filter((candidate) => (candidate.stability ?? 1) >= LOWEST_STABILITY);
  return stable.length === 0 ? large : stable;
}
