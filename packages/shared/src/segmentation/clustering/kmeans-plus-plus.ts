import type { Random } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { rowCount, squaredDistance } from "../../math/vector.ts";

/**
 * Up to `k` rows that lie apart (k-means++, Arthur & Vassilvitskii 2007): each next one is drawn with probability proportional to its
 * squared distance to the nearest chosen one. Fewer than `k` when there are fewer distinct rows. Missing values become 0 in a seed.
 */
export function spreadRows(points: Points, k: number, random: Random): Points {
  const rows = rowCount(points);
  const { dims } = points;
  const seeds = new Float64Array(k * dims);
  const distance = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let count = 0;
  for (let next = Math.floor(random() * rows); count < k && next < rows; count++) {
    for (let f = 0; f < dims; f++) seeds[count * dims + f] = points.values[next * dims + f] || 0;
    distance[next] = 0;
    const total = shrink(points, seeds.subarray(count * dims, (count + 1) * dims), distance);
    next = draw(distance, random() * total);
  }
  return { values: seeds.slice(0, count * dims), dims };
}

/** Brings the distances to the nearest seed up to date; their sum. */
function shrink(points: Points, seed: Float64Array, distance: Float64Array): number {
  let total = 0;
  for (let row = 0; row < distance.length; row++) {
    const d = squaredDistance(seed, points, row);
    if (d < distance[row]) distance[row] = d;
    if (distance[row] < Number.POSITIVE_INFINITY) total += distance[row];
  }
  return total;
}

/** The row at which the running sum passes `threshold`; the number of rows when all distances are 0. */
function draw(distance: Float64Array, threshold: number): number {
  let sum = 0;
  let last = distance.length;
  for (let row = 0; row < distance.length; row++) {
    if (distance[row] === 0 || distance[row] === Number.POSITIVE_INFINITY) continue;
    sum += distance[row];
    last = row;
    if (sum > threshold) return row;
  }
  return last;
}
