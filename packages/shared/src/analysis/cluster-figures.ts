import { seededRandom } from "../math/random.ts";
import type { Points } from "../math/vector.ts";
import { rowCount } from "../math/vector.ts";
import { adjustedRand } from "../segmentation/quality/adjusted-rand.ts";
import type { Hierarchy } from "../segmentation/clustering/hierarchy.ts";
import { hierarchyOf } from "../segmentation/clustering/hierarchy.ts";
import { groupSizes } from "../segmentation/clustering/partition.ts";
import type { Partition } from "../segmentation/clustering/partition.ts";
import { principalAxes } from "../segmentation/clustering/pca.ts";
import { silhouettes, simplifiedSilhouette } from "../segmentation/quality/silhouette.ts";
import type { KChoice } from "./k-choice.ts";
import { chooseFrom } from "./k-choice.ts";
import type { KLimits } from "./k-row.ts";
import { kTable } from "./k-table.ts";
import { largestFirst } from "./largest-first.ts";
import { miniBatchInertia } from "./mini-batch-check.ts";

export interface ClusterOptions {
  readonly limits: KLimits;
  readonly seed: number;
  /** Told the share of the work that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** K-means and Ward's hierarchy of the same rows, for every number of clusters, and the number to take. */
export interface ClusterFigures {
  readonly k: KChoice;
  readonly kmeans: {
    readonly inertia: number;
    readonly silhouette: number;
    /** By distances to centroids: what the stream can follow. Runs higher than the exact one; never compare the two. */
    readonly simplifiedSilhouette: number;
    /** Largest first, as in the segments. */
    readonly sizes: readonly number[];
    /** One pass of mini-batches of 100 rows in random order: what a stream without keys would have come to. */
    readonly miniBatchInertia: number;
  };
  readonly hierarchical: {
    /** The last merges, the highest first. */
    readonly heights: readonly number[];
    readonly sizes: readonly number[];
    readonly silhouette: number;
    readonly adjustedRandToKmeans: number;
    /** Rows, or the micro-clusters that stand for them, that the hierarchy is built on. */
    readonly leaves: number;
  };
  readonly pca: {
    readonly explainedVarianceRatio: readonly number[];
    /** A unit vector per component, over the features in their order. */
    readonly loadings: readonly (readonly number[])[];
  };
}

/** What the figures were taken from, for pictures. Clusters are numbered by size, the largest first. */
export interface Clustering {
  readonly figures: ClusterFigures;
  readonly partition: Partition;
  readonly hierarchy: Hierarchy;
  /** Ward's clusters by row, -1 for rows that are not in the hierarchy. */
  readonly wardLabels: Int32Array;
}

const HEIGHTS = 10;

/** `points` (n x d, NaN where not known) must have at least two different rows, and each row something that is known. */
export function clusterFigures(points: Points, options: ClusterOptions): Clustering {
  const random = seededRandom(options.seed);
  const hierarchy = hierarchyOf(points, random);
  const rows = kTable(points, hierarchy, { ...options, random });
  const choice = chooseFrom(rows, options.limits);
  const partition = largestFirst(rows.find(({ row }) => row.k === choice.chosen)?.partition ?? rows[0].partition);
  const k = rowCount(partition.centroids);
  const { labels: wardLabels } = largestFirst({ ...partition, labels: hierarchy.labels(Math.min(k, hierarchy.leaves)) });
  const [silhouette, wardSilhouette] = silhouettes(points, [{ labels: partition.labels, k }, { labels: wardLabels, k }], random);
  const { axes, explainedVariance } = principalAxes(points, null);
  const kmeans = {
    inertia: partition.inertia,
    silhouette,
    simplifiedSilhouette: simplifiedSilhouette(points, partition.centroids),
    sizes: groupSizes(partition.labels, k),
    miniBatchInertia: miniBatchInertia(points, k, random),
  };
  const hierarchical = {
    heights: Array.from(hierarchy.dendrogram.height).reverse().slice(0, HEIGHTS),
    sizes: groupSizes(wardLabels, k),
    silhouette: wardSilhouette,
    adjustedRandToKmeans: agreement(partition.labels, wardLabels),
    leaves: hierarchy.leaves,
  };
  return { figures: { k: choice, kmeans, hierarchical, pca: { explainedVarianceRatio: explainedVariance, loadings: axes } }, partition, hierarchy, wardLabels };
}

/** Over the rows that both have a label for. */
function agreement(a: Int32Array, b: Int32Array): number {
  const both = Array.from(a.keys()).filter((row) => a[row] >= 0 && b[row] >= 0);
  return adjustedRand(both.map((row) => a[row]), both.map((row) => b[row]));
}
