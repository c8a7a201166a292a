import type { Random } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { rowCount, squaredDistance } from "../../math/vector.ts";

export interface SpreadOptions {
  readonly k: number;
  readonly random: Random;
  /** How often each row counts, once by default. */
  readonly weights?: Float64Array | undefined;
}

/**
 * Up to `k` rows that lie apart (k-means++, Arthur & Vassilvitskii 2007): each next one is drawn with probability proportional to its
 * weight times its squared distance to the nearest chosen one. Fewer than `k` when there are fewer distinct rows. Missing values become
 * 0 in a seed.
 */
export function spreadRows(points: Points, { k, random, weights }: SpreadOptions): Points {
  const rows = rowCount(points);
  const { dims } = points;
  const seeds = new Float64Array(k * dims);
  const distance = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const chance = weights?.slice() ?? distance.slice().fill(1);
  let count = 0;
  for (let next = draw(chance, random); count < k && next < rows; count++) {
    for (let f = 0; f < dims; f++) seeds[count * dims + f] = points.values[next * dims + f] || 0;
    distance[next] = 0;
    shrink(points, seeds.subarray(count * dims, (count + 1) * dims), distance);
    weigh(distance, weights, chance);
    next = draw(chance, random);
  }
  return { values: seeds.slice(0, count * dims), dims };
}

/** Brings the distances to the nearest seed up to date. */
function shrink(points: Points, seed: Float64Array, distance: Float64Array): void {
  for (let row = 0; row < distance.length; row++) {
    const d = squaredDistance(seed, points, row);
    if (d < distance[row]) distance[row] = d;
  }
}

/** The chances of the rows: distance times weight, none for a row of which nothing is known. */
function weigh(distance: Float64Array, weights: Float64Array | undefined, chance: Float64Array): void {
  for (let row = 0; row < distance.length; row++) {
    const d = distance[row] === Number.POSITIVE_INFINITY ? 0 : distance[row];
    chance[row] = weights === undefined ? d : d * weights[row];
  }
}

/** A row with the probability of its share of the chances; the number of rows when there are none. */
function draw(chance: Float64Array, random: Random): number {
  let total = 0;
  for (const one of chance) total += one;
  const threshold = random() * total;
  let sum = 0;
  let last = chance.length;
  for (let row = 0; row < chance.length; row++) {
    if (chance[row] === 0) continue;
    sum += chance[row];
    last = row;
    if (sum > threshold) return row;
  }
  return last;
}
