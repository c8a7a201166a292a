import type { Random } from "../math/random.ts";
import type { Points } from "../math/vector.ts";
import { rowCount, rowOf } from "../math/vector.ts";
import { microClusters } from "./micro-clusters.ts";
import { groupMeans } from "./partition.ts";
import { cut, ward } from "./ward.ts";
import { weightedLloyd } from "./weighted-lloyd.ts";

/** Up to this many rows the hierarchy is built on the rows themselves (.9 s CPU, 118 MB). */
const WARD_UP_TO = 8000;
const MICRO_CLUSTERS = 200;
const POLISH_ITERATIONS = 100;

/** Start centroids for k-means with k groups; k must not exceed the number of distinct rows. */
export type Seeds = (k: number) => Points;

/**
 * Starts for every k from one Ward hierarchy: of the rows, or where there are many of weighted micro-clusters. Ward alone is 4 to 17 %
 * worse than k-means on purchase data, but k-means from its cuts comes within .03 % of the best known.
 */
export function hierarchySeeds(points: Points, random: Random): Seeds {
  if (rowCount(points) > WARD_UP_TO) return microSeeds(points, random);
  const rows = rowsForWard(points);
  const dendrogram = ward(rows);
  return (k) => groupMeans(rows, { labels: cut(dendrogram, Math.min(k, rowCount(rows))), k });
}

function microSeeds(points: Points, random: Random): Seeds {
  const { centroids, weights } = microClusters(points, MICRO_CLUSTERS, random);
  const dendrogram = ward(centroids, weights);
  return (k) => {
    const groups = Math.min(k, rowCount(centroids));
    const start = groupMeans(centroids, { labels: cut(dendrogram, groups), k: groups, weights });
    return weightedLloyd(centroids, start, { weights, maxIterations: POLISH_ITERATIONS }).centroids;
  };
}

/**
 * Ward wants complete rows. Where at least half of them are, the others join only at the k-means stage, by partial distance; else
 * (say, half of the customers have profiles and the other half has orders) what is missing counts as the mean.
 */
function rowsForWard(points: Points): Points {
  const { dims } = points;
  const complete = Array.from({ length: rowCount(points) }, (_, row) => row).filter((row) => rowOf(points, row).every(Number.isFinite));
  if (complete.length * 2 < rowCount(points)) return { values: points.values.map((value) => (Number.isFinite(value) ? value : 0)), dims };
  const values = new Float64Array(complete.length * dims);
  complete.forEach((row, at) => values.set(rowOf(points, row), at * dims));
  return { values, dims };
}
