import type { Points } from "../../math/vector.ts";
import { nearest, rowCount } from "../../math/vector.ts";
import type { Partition } from "./partition.ts";
import { groupMeans, partitionBy } from "./partition.ts";

export interface LloydOptions {
  readonly weights?: Float64Array;
  readonly maxIterations: number;
  /** The iteration ends when no more than this share of the rows changes its group; 0 by default. */
  readonly restless?: number;
}

/**
 * Lloyd's k-means from given centroids, with weights and missing values: rows go to the nearest centroid by partial distance,
 * centroids to the mean of what is known. Ends when (almost) no row changes its group. A group that loses all rows keeps its centroid.
 */
export function weightedLloyd(points: Points, start: Points, options: LloydOptions): Partition {
  const k = rowCount(start);
  const labels = new Int32Array(rowCount(points)).fill(-1);
  let centroids = start;
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    const changed = relabel(points, centroids, labels);
    if (changed === 0) break;
    centroids = groupMeans(points, { labels, k, weights: options.weights }, centroids);
    if (changed <= labels.length * (options.restless ?? 0)) break;
  }
  return partitionBy(points, centroids, options.weights);
}

/** Number of rows with a new label. */
function relabel(points: Points, centroids: Points, labels: Int32Array): number {
  const { dims, values } = points;
  const x = new Float64Array(dims);
  let changed = 0;
  for (let row = 0; row < labels.length; row++) {
    for (let f = 0; f < dims; f++) x[f] = values[row * dims + f];
    const label = nearest(x, centroids);
    if (label === labels[row]) continue;
    labels[row] = label;
    changed++;
  }
  return changed;
}
