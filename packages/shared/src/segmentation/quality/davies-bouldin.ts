import type { Points } from "../../math/vector.ts";
import { rowCount, rowOf, squaredDistance } from "../../math/vector.ts";
import type { Partition } from "../clustering/partition.ts";

/**
 * How alike each cluster and its most similar other one are, on average (Davies & Bouldin 1979): (s_i + s_j) / d_ij with s the mean
 * Euclidean distance to the centroid and d between centroids. Lower is better; 0 for fewer than two clusters.
 */
export function daviesBouldin(points: Points, { centroids, labels }: Pick<Partition, "centroids" | "labels">): number {
  const k = rowCount(centroids);
  const scatter = meanDistances(points, centroids, labels);
  let total = 0;
  for (let i = 0; i < k; i++) {
    let worst = 0;
    for (let j = 0; j < k; j++) {
      const apart = Math.sqrt(squaredDistance(rowOf(centroids, i), centroids, j));
      if (i !== j && apart > 0) worst = Math.max(worst, (scatter[i] + scatter[j]) / apart);
    }
    total += worst;
  }
  return k < 2 ? 0 : total / k;
}

function meanDistances(points: Points, centroids: Points, labels: Int32Array): Float64Array {
  const sums = new Float64Array(rowCount(centroids));
  const sizes = new Float64Array(sums.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (label < 0) continue;
    sums[label] += Math.sqrt(squaredDistance(rowOf(points, row), centroids, label));
    sizes[label]++;
  }
  return sums.map((sum, group) => sum / Math.max(1, sizes[group]));
}
