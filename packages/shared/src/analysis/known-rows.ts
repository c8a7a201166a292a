import type { Points } from "../math/vector.ts";
import { rowCount, rowOf } from "../math/vector.ts";

/** The rows of which at least one value is known. */
export function knownRows(points: Points): Int32Array {
  const rows = Int32Array.from({ length: rowCount(points) }, (_, row) => row);
  return rows.filter((row) => rowOf(points, row).some(Number.isFinite));
}

export function takeRows(points: Points, rows: Int32Array): Points {
  if (rows.length === rowCount(points)) return points;
  const values = new Float64Array(rows.length * points.dims);
  rows.forEach((row, at) => values.set(rowOf(points, row), at * points.dims));
  return { values, dims: points.dims };
}

/** Labels of some rows as labels of all `count` rows, -1 for the others. */
export function spreadLabels(labels: Int32Array, rows: Int32Array, count: number): Int32Array {
  if (rows.length === count) return labels;
  const all = new Int32Array(count).fill(-1);
  rows.forEach((row, at) => (all[row] = labels[at]));
  return all;
}
