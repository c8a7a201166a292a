/**
 * Where a falling curve bends most: the position of the point farthest below the chord from the first to the last, after both axes are
 * scaled to 0..1 (kneedle with S = 1, Satopaa et al. 2011). `null` for fewer than three points or a curve that does not fall below the
 * chord. The answer depends on the range that is looked at (Schubert 2022), so that it is a diagnostic and not a rule.
 */
export function knee(ks: readonly number[], inertias: readonly number[]): number | null {
  const last = ks.length - 1;
  const width = ks[last] - ks[0];
  const height = inertias[0] - inertias[last];
  if (last < 2 || !(height > 0)) return null;
  const below = ks.map((k, at) => 1 - (k - ks[0]) / width - (inertias[at] - inertias[last]) / height);
  const deepest = below.reduce((best, depth, at) => (depth > below[best] ? at : best), 0);
  return below[deepest] > 0 ? ks[deepest] : null;
}
