import { stabilityNoise } from "./drift.ts";

/** The 99 % point of the standard normal distribution. */
const Z99 = 2.326;
/** Of the largest distance between two distribution functions, in sqrt(1/n + 1/m) (Kolmogorov 1933). */
const KS99 = 1.628;
/** Of the area between them, in sd: the largest of five shapes of distribution, by simulation; see docs/drift.md. */
const WASSERSTEIN99 = 2.8;

const BORDERS = 2;

/** Customers then and now. */
export interface Sizes {
  readonly then: number;
  readonly now: number;
}

const inverse = ({ then, now }: Sizes): number => (then === 0 || now === 0 ? 0 : 1 / then + 1 / now);

/** What a metric reaches by chance in 1 of 100 comparisons of two samples of one population: below that it says nothing. */
export const noise = {
  /** (1/n + 1/m) chi^2_.99(bins - 1) */
  psi: (bins: number, sizes: Sizes): number => stabilityNoise(bins, sizes.then, sizes.now),
  /** For small changes the divergence is PSI / 8 nats. */
  jensenShannon: (bins: number, sizes: Sizes): number => Math.sqrt(stabilityNoise(bins, sizes.then, sizes.now) / (8 * Math.LN2)),
  kolmogorovSmirnov: (sizes: Sizes): number => KS99 * Math.sqrt(inverse(sizes)),
  wasserstein: (sizes: Sizes): number => WASSERSTEIN99 * Math.sqrt(inverse(sizes)),
  /** Of a mean of values with that standard deviation. */
  mean: (sd: number, sizes: Sizes): number => Z99 * sd * Math.sqrt(inverse(sizes)),
  /**
   * |C - C0|^2 of two means is (1/n + 1/m) chi^2(d) of the mean squared distance's d-th part. Borders between clusters move along with
   * their centroids, which makes these wander further than means of fixed groups (Pollard 1982): twice as far, by simulation.
   */
  centroid: (dims: number, sizes: Sizes): number => BORDERS * Math.sqrt(stabilityNoise(dims + 1, sizes.then, sizes.now) / dims),
  /** Of a share of so many trials. */
  share: (share: number, trials: number): number => (trials === 0 ? 1 : Z99 * Math.sqrt((share * (1 - share)) / trials)),
} as const;
