import type { Points } from "../../math/vector.ts";
import { nearest, rowCount, rowOf, squaredDistance } from "../../math/vector.ts";

/** Rows split among centroids. */
export interface Partition {
  readonly centroids: Points;
  /** The nearest centroid of each row, -1 where nothing is known of the row. */
  readonly labels: Int32Array;
  /** Sum of squared (partial) distances to the nearest centroid, times the weights of the rows where they have any. */
  readonly inertia: number;
}

export function partitionBy(points: Points, centroids: Points, weights?: Float64Array): Partition {
  const rows = rowCount(points);
  const labels = new Int32Array(rows);
  let inertia = 0;
  const x = new Float64Array(points.dims);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < x.length; f++) x[f] = points.values[row * x.length + f];
    labels[row] = nearest(x, centroids);
    if (labels[row] >= 0) inertia += squaredDistance(x, centroids, labels[row]) * (weights?.[row] ?? 1);
  }
  return { centroids, labels, inertia };
}

export interface Grouping {
  readonly labels: Int32Array;
  readonly k: number;
  /** Weight of each row, 1 by default. */
  readonly weights?: Float64Array | undefined;
}

/** The weighted mean of each group over the values that are known; where a group has none, the value of `otherwise` or else 0. */
export function groupMeans(points: Points, grouping: Grouping, otherwise?: Points): Points {
  const { dims } = points;
  const sums = new Float64Array(grouping.k * dims);
  const seen = new Float64Array(grouping.k * dims);
  for (let row = 0; row < grouping.labels.length; row++) {
    const group = grouping.labels[row];
    if (group < 0) continue;
    const weight = grouping.weights === undefined ? 1 : grouping.weights[row];
    for (let f = 0; f < dims; f++) {
      const value = points.values[row * dims + f];
      if (value !== value) continue;
      sums[group * dims + f] += weight * value;
      seen[group * dims + f] += weight;
    }
  }
  const fallback = otherwise?.values;
  return { values: sums.map((sum, at) => (seen[at] > 0 ? sum / seen[at] : (fallback?.[at] ?? 0))), dims };
}

/** Rows per group, the unlabelled ones left out. */
export function groupSizes(labels: Int32Array, k: number): number[] {
  const sizes = new Array<number>(k).fill(0);
  for (const label of labels) if (label >= 0) sizes[label]++;
  return sizes;
}

/** The partition without the groups that nobody is in. */
export function withoutEmptyGroups(partition: Partition): Partition {
  const { dims } = partition.centroids;
  const sizes = groupSizes(partition.labels, rowCount(partition.centroids));
  if (!sizes.includes(0)) return partition;
  const kept = sizes.flatMap((size, group) => (size > 0 ? [group] : []));
  const values = new Float64Array(kept.length * dims);
  kept.forEach((group, at) => values.set(rowOf(partition.centroids, group), at * dims));
  const renumbered = Int32Array.from(partition.labels, (label) => (label < 0 ? label : kept.indexOf(label)));
  return { centroids: { values, dims }, labels: renumbered, inertia: partition.inertia };
}
