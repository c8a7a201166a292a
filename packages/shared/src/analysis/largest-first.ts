import { rowCount, rowOf } from "../math/vector.ts";
import type { Partition } from "../segmentation/clustering/partition.ts";
import { groupSizes } from "../segmentation/clustering/partition.ts";

/** The same partition with its groups numbered by size, the largest 0, so that the same groups have the same numbers. */
export function largestFirst(partition: Partition): Partition {
  const { centroids, labels, inertia } = partition;
  const k = rowCount(centroids);
  const sizes = groupSizes(labels, k);
  const order = sizes.map((_, group) => group).sort((a, b) => sizes[b] - sizes[a] || a - b);
  const rank = Int32Array.from(order, (_, group) => order.indexOf(group));
  const values = new Float64Array(centroids.values.length);
  order.forEach((group, at) => values.set(rowOf(centroids, group), at * centroids.dims));
  return { centroids: { values, dims: centroids.dims }, labels: labels.map((label) => (label < 0 ? label : rank[label])), inertia };
}
