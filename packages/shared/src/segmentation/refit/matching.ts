import { linearSumAssignment } from "linear-sum-assignment";

/** How many customers each old slot (row) has in each new slot (column), on the same vectors. */
export interface Overlap {
  readonly counts: readonly (readonly number[])[];
  /** Customers of each old slot, of each new slot. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** An old segment lives on in a new one that takes this share of its customers ... */
const HEIR_SHARE = 0.5;
/** ... or has this Jaccard similarity to it. */
const HEIR_JACCARD = 0.3;
/** Nearness of centroids decides only between equals. */
const CENTROID_WEIGHT = 0.01;

/** Labels below 0 leave a customer out. */
export function overlapOf(before: ArrayLike<number>, after: ArrayLike<number>, slots: { before: number; after: number }): Overlap {
  const counts = Array.from({ length: slots.before }, () => new Array<number>(slots.after).fill(0));
  for (let row = 0; row < before.length; row++) {
    if (before[row] >= 0 && after[row] >= 0) counts[before[row]][after[row]]++;
  }
  return {
    counts,
    before: counts.map((row) => row.reduce((sum, n) => sum + n, 0)),
    after: Array.from({ length: slots.after }, (_, j) => counts.reduce((sum, row) => sum + row[j], 0)),
  };
}

export function jaccard(overlap: Overlap, i: number, j: number): number {
  const common = overlap.counts[i][j];
  return common === 0 ? 0 : common / (overlap.before[i] + overlap.after[j] - common);
}

/**
 * The old slot each new slot continues, -1 for none: the one-to-one assignment (Hungarian, as solved by Jonker-Volgenant) with the
 * largest sum of J_ij + .01 (1 - d_ij / max d), of which only pairs with M_ij / A_i >= .5 or J_ij >= .3 are taken.
 * `distances` between old and new centroids may be left out (`null`) where the two models do not share a space.
 */
export function matchSlots(overlap: Overlap, distances: readonly (readonly number[])[] | null): number[] {
  const slots = overlap.after.length;
  if (overlap.before.length === 0 || slots === 0) return new Array<number>(slots).fill(-1);
  const farthest = Math.max(...(distances ?? []).flat(), 0);
  const nearness = (i: number, j: number): number => (distances === null || farthest === 0 ? 0 : 1 - distances[i][j] / farthest);
  const gain = overlap.before.map((_, i) => overlap.after.map((__, j) => jaccard(overlap, i, j) + CENTROID_WEIGHT * nearness(i, j)));
  const { columnAssignments } = linearSumAssignment(gain, { maximaze: true });
  return overlap.after.map((_, j) => {
    const i = columnAssignments[j];
    return i >= 0 && isHeir(overlap, i, j) ? i : -1;
  });
}

function isHeir(overlap: Overlap, i: number, j: number): boolean {
  const common = overlap.counts[i][j];
  return common > 0 && (common / overlap.before[i] >= HEIR_SHARE || jaccard(overlap, i, j) >= HEIR_JACCARD);
}
