import type { Random } from "../math/random.ts";
import type { Points } from "../math/vector.ts";
import { rowCount } from "../math/vector.ts";
import { calinskiHarabasz } from "../segmentation/quality/calinski-harabasz.ts";
import { coldStart } from "../segmentation/clustering/cold-start.ts";
import { daviesBouldin } from "../segmentation/quality/davies-bouldin.ts";
import type { Hierarchy } from "../segmentation/clustering/hierarchy.ts";
import { groupMeans, groupSizes, partitionBy } from "../segmentation/clustering/partition.ts";
import { silhouettes } from "../segmentation/quality/silhouette.ts";
import { resamplesOf, stability } from "../segmentation/quality/stability.ts";
import type { KFit, KLimits } from "./k-row.ts";

interface TableOptions {
  readonly limits: KLimits;
  readonly random: Random;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** A fit for every k from 1 to the largest of the limits, as far as there are different rows. */
export function kTable(points: Points, hierarchy: Hierarchy, { limits, random, onProgress }: TableOptions): KFit[] {
  const one = new Int32Array(rowCount(points));
  const total = partitionBy(points, groupMeans(points, { labels: one, k: 1 }));
  const fits = [total];
  // Fitting takes about half of the time, the indices the other half.
  for (let k = 2; k <= Math.min(limits.shown, hierarchy.leaves); k++) {
    fits.push(coldStart(points, hierarchy.starts(k), random));
    onProgress?.((0.5 * k) / limits.shown);
  }
  const scores = silhouettes(points, fits.slice(1).map(({ labels, centroids }) => ({ labels, k: rowCount(centroids) })), random);
  const heights = Array.from(hierarchy.dendrogram.height).reverse();
  const resamples = resamplesOf(points, random);
  return fits.map((partition, at) => {
    const k = rowCount(partition.centroids);
    onProgress?.(0.5 + (0.5 * k) / limits.shown);
    if (at === 0) return { partition, row: { ...NOTHING, k, inertia: total.inertia } };
    const row = {
      k,
      inertia: partition.inertia,
      silhouette: scores[at - 1],
      daviesBouldin: daviesBouldin(points, partition),
      calinskiHarabasz: calinskiHarabasz({ total: total.inertia, within: partition.inertia }, rowCount(points), k),
      wardHeight: heights[k - 2] ?? null,
      stability: stability(resamples, partition.centroids, random),
      smallestShare: Math.min(...groupSizes(partition.labels, k)) / rowCount(points),
    };
    return { partition, row };
  });
}

const NOTHING = { silhouette: null, daviesBouldin: null, calinskiHarabasz: null, wardHeight: null, stability: null, smallestShare: 1 };
