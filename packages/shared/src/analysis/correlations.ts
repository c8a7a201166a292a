import type { Points } from "../math/vector.ts";
import { rowCount } from "../math/vector.ts";

/** Pearson's r of every two columns over the rows that know both; `null` where one of them does not vary there. */
export function correlations(points: Points): (number | null)[][] {
  return Array.from({ length: points.dims }, (_, a) => Array.from({ length: points.dims }, (__, b) => pearson(points, a, b)));
}

function pearson(points: Points, a: number, b: number): number | null {
  const { values, dims } = points;
  let [n, meanA, meanB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  // Welford's updates: sums of squares of large numbers would cancel.
  for (let row = 0; row < rowCount(points); row++) {
    const [x, y] = [values[row * dims + a], values[row * dims + b]];
    if (x !== x || y !== y) continue;
    n++;
    const [dx, dy] = [x - meanA, y - meanB];
    meanA += dx / n;
    meanB += dy / n;
    squaresA += dx * (x - meanA);
    squaresB += dy * (y - meanB);
    products += dx * (y - meanB);
  }
  const scale = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return scale > 0 ? Math.max(-1, Math.min(1, products / scale)) : null;
}
