import type { Feature } from "../customers/features.ts";
import { emptySums } from "./customer-table.ts";

const YEARS = 30 * 365 * 86_400_000;

/**
 * The positions of the features of idle customers that change: by the mere passing of time, found by asking each for the same buyer at
 * two moments, or by what others do. Only these are recomputed, from sums alone: a feature must not depend on both the time and the profile.
 */
export function ageingFeatures(features: readonly Feature[]): readonly number[] {
  const buyer = { ...emptySums(), firstTime: 1, lastTime: 1, orders: 1, units: 1, gross: 100, spend: 0, variety: 1 };
  return features.flatMap((feature, at) => (feature.ranked === undefined && Object.is(feature.of(buyer, 1), feature.of(buyer, 1 + YEARS)) ? [] : [at]));
}
