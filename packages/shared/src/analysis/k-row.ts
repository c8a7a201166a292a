import type { Partition } from "../segmentation/clustering/partition.ts";

export interface KLimits {
  /** Numbers of clusters to choose from. */
  readonly min: number;
  readonly max: number;
  /** The largest that the table shows. */
  readonly shown: number;
  /** The number that was asked for, `null` to choose. */
  readonly asked: number | null;
}

/** K-means with one number of clusters. Figures that one cluster does not have are `null`. */
export interface KRow {
  readonly k: number;
  readonly inertia: number;
  readonly silhouette: number | null;
  readonly daviesBouldin: number | null;
  readonly calinskiHarabasz: number | null;
  /** At which Ward's hierarchy joins k clusters to k - 1. */
  readonly wardHeight: number | null;
  /** Mean adjusted Rand index to fits of 80 % of the rows. */
  readonly stability: number | null;
  readonly smallestShare: number;
}

export interface KFit {
  readonly row: KRow;
  readonly partition: Partition;
}
