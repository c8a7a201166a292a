/**
 * The largest distance between the cumulative shares of two samples, counted in the same ordered bins; exact where every distinct value
 * has a bin of its own. 0 where either is empty.
 */
export function kolmogorovSmirnov(reference: readonly number[], current: readonly number[]): number {
  return Math.max(0, ...cumulativeGaps(reference, current).map(Math.abs));
}

/** Per bin: share of `current` up to it minus that of `reference`; all 0 where either is empty. */
export function cumulativeGaps(reference: readonly number[], current: readonly number[]): number[] {
  const n = reference.reduce((sum, count) => sum + count, 0);
  const m = current.reduce((sum, count) => sum + count, 0);
  let [below, belowNow] = [0, 0];
  return reference.map((count, bin) => {
    below += count;
    belowNow += current[bin];
    return n === 0 || m === 0 ? 0 : belowNow / m - below / n;
  });
}

/** Above this many pairs of rows the limit distribution is exact enough. */
const EXACT_UP_TO = 1_000_000;
const TERMS = 100;

/** The probability that samples of `n` and `m` from one distribution are at least `distance` apart (two-sided). */
export function ksProbability(distance: number, n: number, m: number): number {
  if (n === 0 || m === 0 || distance <= 0) return 1;
  return n * m <= EXACT_UP_TO ? exactProbability(distance, n, m) : limitProbability(distance * Math.sqrt((n * m) / (n + m)));
}

/** Share of the lattice paths from (0, 0) to (n, m) that leave the band |i / n - j / m| < distance (Hodges 1958). */
function exactProbability(distance: number, n: number, m: number): number {
  // Inside the band: probability of a path to (i, j) to have stayed in it; each step is weighted by what is left to draw.
  const limit = distance - 1e-9;
  const inside = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const left = n + m - i - j + 1;
      const fromBefore = i === 0 ? 0 : (inside[j] * (n - i + 1)) / left;
      const fromBelow = j === 0 ? 0 : (inside[j - 1] * (m - j + 1)) / left;
      const start = i === 0 && j === 0 ? 1 : fromBefore + fromBelow;
      inside[j] = Math.abs(i / n - j / m) < limit ? start : 0;
    }
  }
  return 1 - inside[m];
}

/** 2 sum (-1)^(j-1) exp(-2 j^2 t^2) (Kolmogorov 1933). */
function limitProbability(t: number): number {
  let sum = 0;
  for (let j = 1; j <= TERMS; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * j * j * t * t);
  return Math.min(1, Math.max(0, sum));
}
