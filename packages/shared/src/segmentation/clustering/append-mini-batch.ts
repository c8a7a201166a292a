import type { Points } from "../../math/vector.ts";
import { nearest, rowCount, rowOf } from "../../math/vector.ts";

/**
 * Mini-batch k-means for a stream of vectors without keys: where a customer's former vector is not known, so that nothing can be
 * taken out again (mini-batch.ts does that). A batch becomes sums, sums of several workers add up, and one step moves the centroids.
 */
export interface BatchSums {
  /** Weight per cluster and dimension: rows of the batch in the cluster that have a value there. */
  readonly weight: Float64Array;
  readonly sum: Float64Array;
}

export interface StreamedCentroids {
  readonly centroids: Points;
  /** Weight of everything seen so far, per cluster and dimension. */
  readonly weight: Float64Array;
}

export function startStream(centroids: Points): StreamedCentroids {
  return { centroids, weight: new Float64Array(centroids.values.length) };
}

/** The sufficient statistics of a batch (n x d, NaN where not known) under fixed centroids, each row in its nearest cluster. */
export function sumBatch(batch: Points, centroids: Points): BatchSums {
  const { dims } = centroids;
  const sums = { weight: new Float64Array(centroids.values.length), sum: new Float64Array(centroids.values.length) };
  for (let row = 0; row < rowCount(batch); row++) {
    const x = rowOf(batch, row);
    const cluster = nearest(x, centroids);
    if (cluster < 0) continue;
    for (let f = 0, at = cluster * dims; f < dims; f++, at++) {
      if (x[f] !== x[f]) continue;
      sums.weight[at]++;
      sums.sum[at] += x[f];
    }
  }
  return sums;
}

/** What several workers have summed under the same centroids, as if one had. */
export function mergeSums(a: BatchSums, b: BatchSums): BatchSums {
  return { weight: a.weight.map((weight, at) => weight + b.weight[at]), sum: a.sum.map((sum, at) => sum + b.sum[at]) };
}

/**
 * One step: W = a W + m, C += (sum - m C) / W. With `retained` a = 1 this is Sculley 2010 (his rate 1 / W per sample telescopes to it),
 * with a < 1 the forgetful rule of Spark's StreamingKMeans: all weights shrink once per batch, and centroids never freeze. A half-life
 * of h batches is a = 2^(-1 / h). A cluster without a row keeps its place.
 */
export function moveCentroids(state: StreamedCentroids, batch: BatchSums, retained: number): StreamedCentroids {
  const weight = state.weight.map((before, at) => before * retained + batch.weight[at]);
  const values = state.centroids.values.map((c, at) => (batch.weight[at] === 0 ? c : c + (batch.sum[at] - batch.weight[at] * c) / weight[at]));
  return { centroids: { values, dims: state.centroids.dims }, weight };
}
