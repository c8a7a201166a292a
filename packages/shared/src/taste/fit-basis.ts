import type { Random } from "../math/random.ts";
import { TASTE_DIMS, encodeBasis } from "./taste-directions.ts";
import type { TasteBasis } from "./taste-basis.ts";
import { BUCKETS } from "./traits.ts";
import type { Traits } from "./traits.ts";

/** Rounds of the iteration, and directions carried along beyond those wanted: with twice as many rounds the segments are as good. */
const ROUNDS = 6;
const SPARE = 6;
/** The direction of the largest variance is what everybody buys, which tells nobody apart. */
const COMMON = 1;

interface Row {
  readonly buckets: Int32Array;
  readonly weights: Float64Array;
}

/**
 * The directions in which customers' purchase mixes differ most: the leading right singular vectors of customers x buckets, idf-weighted,
 * every customer of length 1, without the first (latent semantic analysis, Deerwester et al. 1990), by subspace iteration from a random
 * start (Halko, Martinsson & Tropp 2011). The idf of a bucket, ln((n + 1) / (customers with it + 1)), is part of the basis.
 */
export function fitBasis(customers: readonly (readonly Traits[])[], random: Random): TasteBasis {
  const idf = inverseFrequencies(customers);
  const rows = customers.map((bought) => rowOf(bought, idf));
  let directions: Float64Array[] = Array.from({ length: COMMON + TASTE_DIMS + SPARE }, () => Float64Array.from({ length: BUCKETS }, () => random() - 0.5));
  orthonormalise(directions);
  for (let round = 0; round < ROUNDS; round++) {
    directions = multiplied(rows, directions);
    orthonormalise(directions);
  }
  return encodeBasis(directions.slice(COMMON, COMMON + TASTE_DIMS).map((direction) => direction.map((weight, bucket) => weight * idf[bucket])));
}

function inverseFrequencies(customers: readonly (readonly Traits[])[]): Float64Array {
  const seen = new Float64Array(BUCKETS);
  const lastSeenBy = new Int32Array(BUCKETS).fill(-1);
  customers.forEach((bought, customer) => {
    for (const { buckets } of bought) {
      for (const bucket of buckets) {
        if (lastSeenBy[bucket] === customer) continue;
        lastSeenBy[bucket] = customer;
        seen[bucket]++;
      }
    }
  });
  return seen.map((n) => Math.log((customers.length + 1) / (n + 1)));
}

function rowOf(bought: readonly Traits[], idf: Float64Array): Row {
  const sums = new Map<number, number>();
  for (const { buckets, weights } of bought) buckets.forEach((bucket, trait) => sums.set(bucket, (sums.get(bucket) ?? 0) + weights[trait]));
  const weights = Float64Array.from(sums, ([bucket, sum]) => sum * idf[bucket]);
  const length = Math.hypot(...weights) || 1;
  return { buckets: Int32Array.from(sums.keys()), weights: weights.map((weight) => weight / length) };
}

/** X^T X V, row by row. */
function multiplied(rows: readonly Row[], directions: readonly Float64Array[]): Float64Array[] {
  const products = directions.map(() => new Float64Array(BUCKETS));
  for (const { buckets, weights } of rows) {
    directions.forEach((direction, at) => {
      let along = 0;
      for (let k = 0; k < buckets.length; k++) along += direction[buckets[k]] * weights[k];
      const product = products[at];
      for (let k = 0; k < buckets.length; k++) product[buckets[k]] += along * weights[k];
    });
  }
  return products;
}

/** Gram-Schmidt, twice over for the rounding; a direction that depends on those before it becomes 0. */
function orthonormalise(directions: readonly Float64Array[]): void {
  directions.forEach((direction, at) => {
    const before = Math.sqrt(dot(direction, direction));
    for (let pass = 0; pass < 2; pass++) for (const other of directions.slice(0, at)) subtract(direction, other, dot(direction, other));
    const length = Math.sqrt(dot(direction, direction));
    const isNew = length > before * Number.EPSILON * BUCKETS;
    for (let i = 0; i < direction.length; i++) direction[i] = isNew ? direction[i] / length : 0;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function subtract(from: Float64Array, direction: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i] -= times * direction[i];
}
