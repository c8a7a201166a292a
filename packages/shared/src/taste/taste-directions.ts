import { BUCKETS } from "./traits.ts";
import type { TasteBasis } from "./taste-basis.ts";
import type { Traits } from "./traits.ts";

/** Dimensions of a taste. With 8 to 12 the segments of Online Retail are equally good at telling next purchases; 8 are the most stable. */
export const TASTE_DIMS = 8;

/** A basis ready for use: per bucket {@link TASTE_DIMS} numbers. */
export type TasteDirections = Float64Array;

const LARGEST = 127;
const OFFSET = 128;

/** Rounds directions (per dimension one number for each bucket) to a basis. */
export function encodeBasis(directions: readonly Float64Array[]): TasteBasis {
  const scale = directions.map((direction) => direction.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / LARGEST || 1);
  const hex = (weight: number, at: number): string => (Math.round(weight / scale[at]) + OFFSET).toString(16).padStart(2, "0");
  return { scale, weights: directions.map((direction, at) => Array.from(direction, (weight) => hex(weight, at)).join("")).join("") };
}

export function openBasis({ scale, weights }: TasteBasis): TasteDirections {
  const directions = new Float64Array(BUCKETS * TASTE_DIMS);
  for (let dimension = 0; dimension < TASTE_DIMS; dimension++) {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const at = 2 * (dimension * BUCKETS + bucket);
      directions[bucket * TASTE_DIMS + dimension] = (Number.parseInt(weights.slice(at, at + 2), 16) - OFFSET) * scale[dimension];
    }
  }
  return directions;
}

/**
 * The taste of who bought products with these traits, written to `into` from `at` on: the sum of their directions on the unit sphere, where the Euclidean distance
 * that segments are made by orders like the angle. NaN, as for all that is not known, where nothing points anywhere.
 */
export function writeTaste(directions: TasteDirections, bought: Iterable<Traits>, { into, at }: { readonly into: Float64Array; readonly at: number }): void {
  into.fill(0, at, at + TASTE_DIMS);
  for (const { buckets, weights } of bought) {
    for (let trait = 0; trait < buckets.length; trait++) {
      const from = buckets[trait] * TASTE_DIMS;
      for (let f = 0; f < TASTE_DIMS; f++) into[at + f] += weights[trait] * directions[from + f];
    }
  }
  let length = 0;
  for (let f = 0; f < TASTE_DIMS; f++) length += into[at + f] ** 2;
  length = Math.sqrt(length);
  for (let f = 0; f < TASTE_DIMS; f++) into[at + f] = length > 0 ? into[at + f] / length : Number.NaN;
}
