import type { Random } from "../../math/random.ts";
import { sampleIndices } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { pointsOf, rowCount, rowOf } from "../../math/vector.ts";
import { adjustedRand } from "./adjusted-rand.ts";
import { kmeans } from "../clustering/kmeans.ts";
import { partitionBy } from "../clustering/partition.ts";

const ROUNDS = 10;
const SHARE = 0.8;
const RESTARTS = 5;
/** Beyond this many rows a sample of so many stands for all. */
const LARGEST = 5000;

/**
 * How far a partition is the data's own and not the sample's: the mean adjusted Rand index between it (`centroids`, k x d) and k-means
 * fits of 80 % of the rows, each of which labels all rows; ten rounds (Ben-Hur, Elisseeff & Guyon 2002). 1 is the same every time.
 */
export function stability(points: Points, centroids: Points, random: Random): number {
  const rows = pick(points, LARGEST, random);
  const { labels } = partitionBy(rows, centroids);
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const some = pick(rows, Math.ceil(rowCount(rows) * SHARE), random);
    const fit = kmeans(some, { k: rowCount(centroids), restarts: RESTARTS, random });
    total += adjustedRand(labels, partitionBy(rows, fit.centroids).labels);
  }
  return total / ROUNDS;
}

function pick(points: Points, size: number, random: Random): Points {
  if (rowCount(points) <= size) return points;
  return pointsOf(
    Array.from(sampleIndices(rowCount(points), size, random), (row) => rowOf(points, row)),
    points.dims,
  );
}
