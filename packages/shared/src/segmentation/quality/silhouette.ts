import type { Random } from "../../math/random.ts";
import { sampleIndices } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { rowCount, rowOf, squaredDistance } from "../../math/vector.ts";
import { groupSizes } from "../clustering/partition.ts";

const EXACT_UP_TO = 5000;
const SAMPLE = 2000;

/** A split of the rows into groups 0..k-1; -1 leaves a row out. */
export interface Labelling {
  readonly labels: Int32Array;
  readonly k: number;
}

/**
 * Mean silhouette (b - a) / max(a, b) of each labelling (Rousseeuw 1987), 0 for a row alone in its group, Euclidean by partial
 * distance. Exact up to 5,000 rows, else on a sample of 2,000 (sd .004). All labellings share one pass over the distances.
 */
export function silhouettes(points: Points, labellings: readonly Labelling[], random: Random): number[] {
  const rows = rowCount(points);
  if (rows <= EXACT_UP_TO) return exactSilhouettes(points, labellings);
  const sample = sampleIndices(rows, SAMPLE, random);
  const values = new Float64Array(sample.length * points.dims);
  sample.forEach((row, at) => values.set(rowOf(points, row), at * points.dims));
  return exactSilhouettes(
    { values, dims: points.dims },
    labellings.map(({ labels, k }) => ({ labels: Int32Array.from(sample, (row) => labels[row]), k })),
  );
}

function exactSilhouettes(points: Points, labellings: readonly Labelling[]): number[] {
  const rows = rowCount(points);
  const cells = commonCells(labellings, rows);
  const sizes = labellings.map(({ labels, k }) => groupSizes(labels, k));
  const totals = labellings.map(() => 0);
  const byCell = new Float64Array(cells.groups.length);
  for (let row = 0; row < rows; row++) {
    sumByCell(points, row, { cellOf: cells.cellOf, sums: byCell });
    labellings.forEach(({ labels, k }, at) => {
      if (labels[row] < 0) return;
      const sums = new Float64Array(k);
      for (let cell = 0; cell < byCell.length; cell++) sums[cells.groups[cell][at]] += byCell[cell];
      totals[at] += silhouetteOf(labels[row], sums, sizes[at]);
    });
  }
  return totals.map((total, at) => total / Math.max(1, sizes[at].reduce((sum, size) => sum + size, 0)));
}

/** The silhouette of every row under one labelling, 0 for rows that it leaves out: what their mean comes from. O(n^2). */
export function silhouetteOfRows(points: Points, { labels, k }: Labelling): Float64Array {
  const sizes = groupSizes(labels, k);
  const sums = new Float64Array(k);
  return Float64Array.from(labels, (own, row) => {
    if (own < 0) return 0;
    sumByCell(points, row, { cellOf: labels, sums });
    return silhouetteOf(own, sums, sizes);
  });
}

/** Rows that no labelling tells apart, so that one sum serves all labellings: some dozens instead of the product of all k. */
interface Cells {
  readonly cellOf: Int32Array;
  /** By cell and labelling: the group. Writing to group -1 of a typed array has no effect, which is what is wanted. */
  readonly groups: readonly (readonly number[])[];
}

function commonCells(labellings: readonly Labelling[], rows: number): Cells {
  const known = new Map<string, number>();
  const groups: number[][] = [];
  const cellOf = Int32Array.from({ length: rows }, (_, row) => {
    const labels = labellings.map((labelling) => labelling.labels[row]);
    const key = labels.join();
    const cell = known.get(key) ?? groups.push(labels) - 1;
    known.set(key, cell);
    return cell;
  });
  return { cellOf, groups };
}

/** Distances from one row to all, summed by cell. Rows without a common dimension count as 0 apart: only very sparse data has any. */
function sumByCell(points: Points, row: number, into: { readonly cellOf: Int32Array; readonly sums: Float64Array }): void {
  const { cellOf, sums } = into;
  const x = rowOf(points, row);
  sums.fill(0);
  for (let other = 0; other < cellOf.length; other++) {
    const d = squaredDistance(x, points, other);
    if (d > 0) sums[cellOf[other]] += Math.sqrt(d);
  }
}

function silhouetteOf(own: number, sums: Float64Array, sizes: readonly number[]): number {
  if (sizes[own] <= 1) return 0;
  const a = sums[own] / (sizes[own] - 1);
  let b = Number.POSITIVE_INFINITY;
  for (let group = 0; group < sums.length; group++) {
    if (group !== own && sizes[group] > 0) b = Math.min(b, sums[group] / sizes[group]);
  }
  if (b === Number.POSITIVE_INFINITY) return 0;
  return a === 0 && b === 0 ? 0 : (b - a) / Math.max(a, b);
}

/** Simplified silhouette: the same with distances to the two nearest centroids. Runs .11 to .15 higher; never compare the two. */
export function simplifiedSilhouette(points: Points, centroids: Points): number {
  const rows = rowCount(points);
  let total = 0;
  let counted = 0;
  for (let row = 0; row < rows; row++) {
    const value = simplifiedOf(rowOf(points, row), centroids);
    if (Number.isNaN(value)) continue;
    counted++;
    total += value;
  }
  return counted === 0 ? 0 : total / counted;
}

/** That of one row; NaN where nothing is known of it. */
export function simplifiedOf(x: Float64Array, centroids: Points): number {
  let first = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (let group = 0; group < rowCount(centroids); group++) {
    const d = squaredDistance(x, centroids, group);
    if (Number.isNaN(d)) return d;
    second = Math.min(second, Math.max(first, d));
    first = Math.min(first, d);
  }
  return second === 0 || second === Number.POSITIVE_INFINITY ? 0 : 1 - Math.sqrt(first / second);
}
