/**
 * Jensen-Shannon distance of counts in the same bins: the square root of the mean relative entropy to their average, base 2; 0 for equal
 * shares, 1 where they have nothing in common (Endres & Schindelin 2003). 0 where either is empty.
 */
export function jensenShannon(reference: readonly number[], current: readonly number[]): number {
  const n = reference.reduce((sum, count) => sum + count, 0);
  const m = current.reduce((sum, count) => sum + count, 0);
  if (n === 0 || m === 0) return 0;
  const divergence = reference.reduce((sum, count, bin) => {
    const [p, q] = [count / n, current[bin] / m];
    return sum + (entropyTerm(p, (p + q) / 2) + entropyTerm(q, (p + q) / 2)) / 2;
  }, 0);
  return Math.sqrt(Math.max(0, divergence));
}

function entropyTerm(p: number, mean: number): number {
  return p === 0 ? 0 : p * Math.log2(p / mean);
}
