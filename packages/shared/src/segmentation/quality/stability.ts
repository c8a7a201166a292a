import type { Random } from "../../math/random.ts";
import { sampleIndices } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { pointsOf, rowCount, rowOf } from "../../math/vector.ts";
import { spreadRows } from "../clustering/kmeans-plus-plus.ts";
import { microClusters } from "../clustering/micro-clusters.ts";
import { partitionBy } from "../clustering/partition.ts";
import { weightedLloyd } from "../clustering/weighted-lloyd.ts";
import { adjustedRand } from "./adjusted-rand.ts";

const ROUNDS = 10;
const SHARE = 0.8;
const RESTARTS = 5;
/** Beyond this many rows a sample of so many stands for all. */
const LARGEST = 5000;
/** A start is looked for among so many micro-clusters: its k-means costs a tenth of that of the rows. */
const MICRO_CLUSTERS = 200;
const START_ITERATIONS = 50;
const MAX_ITERATIONS = 50;
/** The last few rows to change sides are nothing that resamples could agree on. */
const RESTLESS = 5e-4;

/** Ten draws of 80 % of the rows; all partitions of the rows are held against the same. */
export interface Resamples {
  readonly rows: Points;
  readonly micro: Points;
  readonly draws: readonly Draw[];
}

interface Draw {
  readonly rows: Points;
  /** Rows drawn of each micro-cluster. */
  readonly weights: Float64Array;
}

export function resamplesOf(points: Points, random: Random): Resamples {
  const rows = pick(points, sampleIndices(rowCount(points), LARGEST, random));
  const { centroids, labels } = microClusters(rows, MICRO_CLUSTERS, random);
  const draws = Array.from({ length: ROUNDS }, (): Draw => {
    const drawn = sampleIndices(labels.length, Math.ceil(labels.length * SHARE), random);
    const weights = new Float64Array(rowCount(centroids));
    for (const row of drawn) if (labels[row] >= 0) weights[labels[row]]++;
    return { rows: pick(rows, drawn), weights };
  });
  return { rows, micro: centroids, draws };
}

function pick(points: Points, rows: Int32Array): Points {
  if (rows.length === rowCount(points)) return points;
  return pointsOf(Array.from(rows, (row) => rowOf(points, row)), points.dims);
}

/**
 * How far a partition is the data's own and not the sample's: the mean adjusted Rand index between it (`centroids`, k x d) and k-means
 * fits of the resamples, each of which labels all rows (Ben-Hur, Elisseeff & Guyon 2002). 1 is the same every time.
 */
export function stability({ rows, micro, draws }: Resamples, centroids: Points, random: Random): number {
  const { labels } = partitionBy(rows, centroids);
  const agreements = draws.map((draw) => {
    const start = bestStart(micro, { k: rowCount(centroids), weights: draw.weights, random });
    const fit = weightedLloyd(draw.rows, start, { maxIterations: MAX_ITERATIONS, restless: RESTLESS });
    return adjustedRand(labels, partitionBy(rows, fit.centroids).labels);
  });
  return agreements.reduce((sum, one) => sum + one, 0) / draws.length;
}

interface Start {
  readonly k: number;
  readonly weights: Float64Array;
  readonly random: Random;
}

/** Centroids of the best of some k-means of the micro-clusters. */
function bestStart(micro: Points, { k, weights, random }: Start): Points {
  const fits = Array.from({ length: RESTARTS }, () => weightedLloyd(micro, spreadRows(micro, { k, random, weights }), { weights, maxIterations: START_ITERATIONS }));
  return fits.reduce((best, next) => (next.inertia < best.inertia ? next : best)).centroids;
}
