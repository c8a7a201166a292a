import { rowOf } from "../../math/vector.ts";
import { centroidShift, populationStability } from "./drift.ts";
import type { Sizes } from "./drift-noise.ts";
import { noise } from "./drift-noise.ts";
import type { DriftMetric } from "./drift-rules.ts";
import { DYING_SHARE } from "./drift-rules.ts";
import { BINS, columnOf, evenGroups, grouped, POSITIONS } from "./feature-histogram.ts";
import { jensenShannon } from "./jensen-shannon.ts";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
import { meanSquaredDistance } from "../labels.ts";
import { meansOf } from "../clustering/mini-batch.ts";
import type { LiveModel, Segmenter } from "../segmenter-state.ts";
import { wasserstein } from "./wasserstein.ts";

/** One value of a metric now. */
export interface DriftReading {
  readonly metric: DriftMetric;
  /** The segment or the feature it speaks of, where it is not the whole. */
  readonly segment?: string;
  readonly feature?: string;
  readonly value: number;
  /** What chance alone reaches once in 100. */
  readonly noise: number;
}

/** How far the customers have moved away from the model that serves, in every respect that is watched; nothing before the first model. */
export function driftReadings(segmenter: Segmenter): readonly DriftReading[] {
  const { live } = segmenter;
  if (live === null) return [];
  return [
    ...shares(live),
    ...segmenter.derived.columns.flatMap(({ name }, column) => featureReadings(live, name, column)),
    ...centroids(live),
    ...quality(segmenter, live),
    ...history(segmenter, live),
  ];
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

function shares(live: LiveModel): DriftReading[] {
  const { model, tallies, statistics } = live;
  const then = model.segments.map(({ size }) => size);
  const now = Array.from(tallies.size);
  const sizes = { then: sum(then), now: sum(now) };
  const counted = sum(statistics.count);
  return [
    { metric: "psi", value: populationStability(then, now), noise: noise.psi(then.length, sizes) },
    { metric: "js_distance", value: jensenShannon(then, now), noise: noise.jensenShannon(then.length, sizes) },
    ...model.segments.flatMap(({ id }, slot): DriftReading[] => [
      { metric: "size_ratio", segment: id, value: sizes.now === 0 ? 0 : now[slot] / sizes.now, noise: 0 },
      { metric: "dying", segment: id, value: counted > 0 && statistics.count[slot] < DYING_SHARE * counted ? 1 : 0, noise: 0 },
    ]),
  ];
}

function featureReadings({ reference, tallies }: LiveModel, feature: string, column: number): DriftReading[] {
  const then = columnOf(reference.counts, column);
  const now = columnOf(tallies.histogram, column);
  const sizes: Sizes = { then: sum(then), now: sum(now) };
  const groups = evenGroups(then);
  return [
    { metric: "feature_psi", feature, value: populationStability(grouped(then, groups), grouped(now, groups)), noise: noise.psi(groups.length, sizes) },
    { metric: "feature_ks", feature, value: kolmogorovSmirnov(then, now), noise: noise.kolmogorovSmirnov(sizes) },
    { metric: "feature_wasserstein_norm", feature, value: wasserstein(POSITIONS, then, now), noise: noise.wasserstein(sizes) },
  ];
}

/** A segment of customers who are all alike has no sd: a number all the same. */
const FARTHEST = 100;

/** By the means of their customers, which the published centroids follow with a delay. */
function centroids({ model, statistics, centroids: published }: LiveModel): DriftReading[] {
  const means = meansOf(statistics, published, 1);
  return model.segments.map(({ id, centroid, size }, slot) => {
    const spread = meanSquaredDistance(statistics.error[slot], statistics.count[slot]);
    return {
      metric: "centroid_shift",
      segment: id,
      value: Math.min(FARTHEST, centroidShift(centroid, rowOf(means, slot), spread)),
      noise: noise.centroid(centroid.length, { then: size, now: statistics.count[slot] }),
    };
  });
}

function quality({ watch }: Segmenter, { model, statistics, reference }: LiveModel): DriftReading[] {
  const sizes = { then: model.customers, now: sum(statistics.count) };
  const fitted = model.customers === 0 ? 0 : model.inertia / model.customers;
  const now = meanSquaredDistance(sum(statistics.error), sizes.now);
  // Centroids lie nearer to the customers they were fitted on than to others: 2k/n.
  const fit = (2 * model.segments.length) / Math.max(1, model.customers);
  return [
    { metric: "inertia_ratio", value: fitted === 0 || sizes.now === 0 ? 1 : now / fitted, noise: 1 + fit + noise.mean(reference.spread, sizes) },
    { metric: "silhouette_drop", value: watch.silhouette === null ? 0 : reference.silhouette.mean - watch.silhouette, noise: noise.mean(reference.silhouette.sd, sizes) },
    { metric: "page_hinkley", value: watch.lastDay.hinkley, noise: 0 },
  ];
}

/** Updates of a day on which a share of changes can be told from chance. */
const USUAL_DAYS = 7;

function history({ watch, now, config }: Segmenter, { model }: LiveModel): DriftReading[] {
  const { updates, flips } = watch.lastDay;
  const usual = median(watch.ratios);
  const limit = watch.ratios.length < USUAL_DAYS ? 1 : Math.max(2 * usual, usual + noise.share(Math.max(usual, 1 / Math.max(1, updates)), updates));
  return [
    { metric: "reassignment_ratio", value: updates === 0 ? 0 : flips / updates, noise: limit },
    { metric: "model_churn", value: watch.churn.model, noise: 0 },
    { metric: "data_churn", value: watch.churn.data, noise: 0 },
    { metric: "model_age", value: Math.max(0, now - model.fittedAt) / config.refits.every, noise: 0 },
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[Math.floor(sorted.length / 2)];
}

/**
 * The largest earth mover's distance of any column between two histograms of one scale, as far as it is beyond chance; else 0. Of the
 * measures it is the one that hardly notices that one histogram has been counted in another scale.
 */
export function largestShift(then: readonly number[], now: ArrayLike<number>): number {
  let largest = 0;
  for (let column = 0; column * BINS < then.length; column++) {
    const before = columnOf(then, column);
    const after = columnOf(now, column);
    const value = wasserstein(POSITIONS, before, after);
    if (value > noise.wasserstein({ then: sum(before), now: sum(after) })) largest = Math.max(largest, value);
  }
  return largest;
}
