import { kmeans } from "ml-kmeans";
import type { Points } from "../../math/vector.ts";
import { pointsOf, rowCount, rowOf } from "../../math/vector.ts";
import type { Partition } from "./partition.ts";
import { partitionBy } from "./partition.ts";
import { weightedLloyd } from "./weighted-lloyd.ts";

const MAX_ITERATIONS = 300;
/** Largest squared shift of a centroid at which the iteration stops. */
const TOLERANCE = 1e-10;
/** ml-kmeans wants an array per row: above this many rows the flat implementation is much lighter. */
const MAX_ARRAYS = 20_000;
/** Among millions, the last in a thousand to change sides move no centroid visibly, but take hundreds of rounds. */
const RESTLESS = 1e-3;

/**
 * K-means from given centroids (k x d, finite) on rows in which NaN is "not known". ml-kmeans does the work where it can be trusted
 * to: it has no weights and no missing values, throws misleading errors on NaN or k > n, and does not tell when groups are empty.
 */
export function lloyd(points: Points, start: Points): Partition {
  const rows = rowCount(points);
  const k = rowCount(start);
  if (rows > MAX_ARRAYS) return largeLloyd(points, start);
  if (k > rows || !points.values.every(Number.isFinite)) return weightedLloyd(points, start, { maxIterations: MAX_ITERATIONS });
  const { centroids } = kmeans(toArrays(points), k, {
    initialization: toArrays(start),
    maxIterations: MAX_ITERATIONS,
    tolerance: TOLERANCE,
  });
  return partitionBy(points, pointsOf(centroids, points.dims));
}

/** Most of the way on every n-th row, the rest on all of them. */
function largeLloyd(points: Points, start: Points): Partition {
  const { dims } = points;
  const step = Math.ceil(rowCount(points) / MAX_ARRAYS);
  const some = pointsOf(
    Array.from({ length: Math.floor(rowCount(points) / step) }, (_, at) => rowOf(points, at * step)),
    dims,
  );
  const { centroids } = weightedLloyd(some, start, { maxIterations: MAX_ITERATIONS });
  return weightedLloyd(points, centroids, { maxIterations: MAX_ITERATIONS, restless: RESTLESS });
}

function toArrays(points: Points): number[][] {
  return Array.from({ length: rowCount(points) }, (_, row) => Array.from(rowOf(points, row)));
}
