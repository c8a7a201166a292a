import type { Random } from "../math/random.ts";
import { sampleIndices } from "../math/random.ts";
import type { Points } from "../math/vector.ts";
import { pointsOf, rowCount, rowOf } from "../math/vector.ts";
import { moveCentroids, startStream, sumBatch } from "../segmentation/clustering/append-mini-batch.ts";
import { spreadRows } from "../segmentation/clustering/kmeans-plus-plus.ts";
import { partitionBy } from "../segmentation/clustering/partition.ts";

const BATCH = 100;
const SEEDED_FROM = 2000;

/** Inertia after one pass of mini-batch k-means over the rows in random order, from k-means++ seeds among a sample of them. */
export function miniBatchInertia(points: Points, k: number, random: Random): number {
  const order = shuffled(rowCount(points), random);
  const sample = Array.from(sampleIndices(order.length, SEEDED_FROM, random), (row) => rowOf(points, row));
  let state = startStream(spreadRows(pointsOf(sample, points.dims), { k, random }));
  for (let from = 0; from < order.length; from += BATCH) {
    const batch = pointsOf(Array.from(order.subarray(from, from + BATCH), (row) => rowOf(points, row)), points.dims);
    state = moveCentroids(state, sumBatch(batch, state.centroids), 1);
  }
  return partitionBy(points, state.centroids).inertia;
}

/** Fisher and Yates. */
function shuffled(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, at) => at);
  for (let at = n - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}
