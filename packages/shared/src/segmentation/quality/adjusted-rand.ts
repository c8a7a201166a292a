/** More than there are labels, which are small whole numbers. */
const LABELS = 2 ** 24;
const pairs = (n: number): number => (n * (n - 1)) / 2;

/**
 * Agreement of two labellings of the same rows, whatever the labels are called: 1 when they are the same partition, 0 on average
 * for chance (Hubert & Arabie 1985).
 */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const inA = new Map<number, number>();
  const inB = new Map<number, number>();
  const inBoth = new Map<number, number>();
  const count = (map: Map<number, number>, key: number): void => void map.set(key, (map.get(key) ?? 0) + 1);
  for (let row = 0; row < a.length; row++) {
    count(inA, a[row]);
    count(inB, b[row]);
    count(inBoth, a[row] * LABELS + b[row]);
  }
  const sum = (sizes: Iterable<number>): number => Array.from(sizes).reduce((total, n) => total + pairs(n), 0);
  const together = sum(inBoth.values());
  const ofA = sum(inA.values());
  const ofB = sum(inB.values());
  const expected = a.length < 2 ? 0 : (ofA * ofB) / pairs(a.length);
  const best = (ofA + ofB) / 2;
  return best === expected ? 1 : (together - expected) / (best - expected);
}
