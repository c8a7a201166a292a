/** A share below this counts as this, so that one empty segment does not dominate (segmentation.md 6.1). */
const SHARE_FLOOR = 1e-4;
/** The 99 % points of chi-squared with 1, 2, ... degrees of freedom; for more, {@link chiSquared99} comes within .1 %. */
const CHI_SQUARED_99 = [6.6349, 9.2103, 11.3449, 13.2767, 15.0863, 16.8119, 18.4753, 20.0902, 21.666, 23.2093, 24.725];
/** The 99 % point of the standard normal distribution. */
const Z99 = 2.326_347_874;

/** Population stability index of counts against reference counts in the same bins: sum (q - p) ln(q / p); 0 where either is empty. */
export function populationStability(reference: readonly number[], current: readonly number[]): number {
  const n = reference.reduce((sum, count) => sum + count, 0);
  const m = current.reduce((sum, count) => sum + count, 0);
  if (n === 0 || m === 0) return 0;
  return reference.reduce((sum, count, bin) => {
    const p = Math.max(SHARE_FLOOR, count / n);
    const q = Math.max(SHARE_FLOOR, current[bin] / m);
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/** What PSI reaches by chance in 1 of 100 comparisons of `n` with `m` customers in `bins` bins: (1/n + 1/m) chi^2_.99(bins - 1). */
export function stabilityNoise(bins: number, n: number, m: number): number {
  return bins < 2 || n === 0 || m === 0 ? 0 : (1 / n + 1 / m) * chiSquared99(bins - 1);
}

/** Beyond the table by Wilson & Hilferty 1931. */
function chiSquared99(df: number): number {
  const a = 2 / (9 * df);
  return CHI_SQUARED_99[df - 1] ?? df * (1 - a + Z99 * Math.sqrt(a)) ** 3;
}

/** How far a centroid is from where it was fitted, in standard deviations of its segment: |C - C0| / sqrt(mean squared distance). */
export function centroidShift(from: ArrayLike<number>, to: ArrayLike<number>, meanSquaredDistance: number): number {
  let sum = 0;
  for (let f = 0; f < from.length; f++) sum += (to[f] - from[f]) ** 2;
  if (sum === 0) return 0;
  return meanSquaredDistance > 0 ? Math.sqrt(sum / meanSquaredDistance) : Number.POSITIVE_INFINITY;
}
