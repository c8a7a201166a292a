import type { Random } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { pointsOf, rowCount, rowOf } from "../../math/vector.ts";
import { microClusters } from "./micro-clusters.ts";
import { groupMeans, partitionBy } from "./partition.ts";
import type { Dendrogram } from "./ward.ts";
import { cut, ward } from "./ward.ts";
import { weightedLloyd } from "./weighted-lloyd.ts";

/** Up to this many rows the hierarchy is built on the rows themselves (.9 s CPU, 118 MB). */
const WARD_UP_TO = 8000;
const MICRO_CLUSTERS = 200;
const POLISH_ITERATIONS = 100;

/** A Ward hierarchy of rows, or where there are many of weighted micro-clusters. */
export interface Hierarchy {
  readonly dendrogram: Dendrogram;
  /** Rows of the table that each leaf of the dendrogram stands for. */
  readonly weights: Float64Array;
  /** The most clusters it can be cut into. */
  readonly leaves: number;
  /** Start centroids for k-means with k groups; fewer where there are fewer leaves. */
  readonly starts: (k: number) => Points;
  /** The cut into k clusters, a label per row; -1 for rows that take no part, of which something is not known. */
  readonly labels: (k: number) => Int32Array;
}

/**
 * The hierarchy of all rows. Ward alone is 4 to 17 % worse than k-means on purchase data, but k-means from its cuts comes within
 * .03 % of the best known.
 */
export function hierarchyOf(points: Points, random: Random): Hierarchy {
  return rowCount(points) > WARD_UP_TO ? ofMicroClusters(points, random) : ofRows(points);
}

function ofRows(points: Points): Hierarchy {
  const { rows, places } = rowsForWard(points);
  const dendrogram = ward(rows);
  return {
    dendrogram,
    weights: new Float64Array(rowCount(rows)).fill(1),
    leaves: rowCount(rows),
    starts(k) {
      const groups = Math.min(k, rowCount(rows));
      return groupMeans(rows, { labels: cut(dendrogram, groups), k: groups });
    },
    labels(k) {
      const labels = new Int32Array(rowCount(points)).fill(-1);
      cut(dendrogram, k).forEach((label, at) => (labels[places[at]] = label));
      return labels;
    },
  };
}

function ofMicroClusters(points: Points, random: Random): Hierarchy {
  const { centroids, weights } = microClusters(points, MICRO_CLUSTERS, random);
  const dendrogram = ward(centroids, weights);
  return {
    dendrogram,
    weights,
    leaves: rowCount(centroids),
    starts(k) {
      const groups = Math.min(k, rowCount(centroids));
      const start = groupMeans(centroids, { labels: cut(dendrogram, groups), k: groups, weights });
      return weightedLloyd(centroids, start, { weights, maxIterations: POLISH_ITERATIONS }).centroids;
    },
    labels(k) {
      const clusters = cut(dendrogram, k);
      return partitionBy(points, centroids).labels.map((leaf) => (leaf < 0 ? leaf : clusters[leaf]));
    },
  };
}

/**
 * Ward wants complete rows. Where at least half of them are, the others join only at the k-means stage, by partial distance; else
 * (say, half of the customers have profiles and the other half has orders) what is missing counts as the mean.
 */
function rowsForWard(points: Points): { readonly rows: Points; readonly places: readonly number[] } {
  const all = Array.from({ length: rowCount(points) }, (_, row) => row);
  const complete = all.filter((row) => rowOf(points, row).every(Number.isFinite));
  if (complete.length === all.length) return { rows: points, places: all };
  if (complete.length * 2 < all.length) {
    return { rows: { values: points.values.map((value) => (Number.isFinite(value) ? value : 0)), dims: points.dims }, places: all };
  }
  return { rows: pointsOf(complete.map((row) => rowOf(points, row)), points.dims), places: complete };
}
