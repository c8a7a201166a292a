import type { Candidate } from "../model.ts";

/** A number of segments with a segment smaller than this is not offered ... */
const SMALLEST_SHARE = 0.03;
/** ... nor one that resampled customers do not confirm. */
const LOWEST_STABILITY = 0.85;
/** By how much another number of segments must beat the current one. */
const MARGIN = 0.02;

export interface CurrentK {
  readonly k: number;
  /** What was clearly better at the last fit, `null` for nothing. */
  readonly pendingK: number | null;
}

export interface ChosenK {
  readonly candidate: Candidate;
  readonly pendingK: number | null;
}

/**
 * The candidate to take: the highest silhouette (the smallest k of equals) among those without a segment under 3 % of the customers and
 * with a stability of at least .85, where it was measured. The current k stays, unless it has a tiny segment now, or at two fits on end
 * the same other one is better by more than .02 or stable where it is not. When every candidate has a tiny segment: the one whose
 * smallest is largest. `candidates` must not be empty.
 */
export function chooseK(candidates: readonly Candidate[], current: CurrentK | null): ChosenK {
  const fair = fairCandidates(candidates);
  if (fair.length === 0) return { candidate: candidates.reduce((best, next) => (next.smallestShare > best.smallestShare ? next : best)), pendingK: null };
  const best = fair.reduce((top, next) => (next.silhouette > top.silhouette ? next : top));
  const kept = withoutTinySegment(candidates).find((candidate) => candidate.k === current?.k);
  if (current === null || kept === undefined) return { candidate: best, pendingK: null };
  if (fair.includes(kept) && best.silhouette - kept.silhouette <= MARGIN) return { candidate: kept, pendingK: null };
  return current.pendingK === best.k ? { candidate: best, pendingK: null } : { candidate: kept, pendingK: best.k };
}

/** Those without a tiny segment, and among them the stable ones as long as there are any. */
export function fairCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  const large = withoutTinySegment(candidates);
  const stable = large.filter((candidate) => (candidate.stability ?? 1) >= LOWEST_STABILITY);
  return stable.length === 0 ? large : stable;
}

const withoutTinySegment = (candidates: readonly Candidate[]): readonly Candidate[] => candidates.filter((candidate) => candidate.smallestShare >= SMALLEST_SHARE);
