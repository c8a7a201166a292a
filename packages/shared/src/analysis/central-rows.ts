import { rowCount, squaredDistance } from "../math/vector.ts";
import type { Segmentation } from "./analysis.ts";

interface Near {
  readonly row: number;
  readonly distance: number;
}

/** The rows of the `count` customers nearest to the middle of each segment, the nearest first, of equals the first; fewer where a segment has fewer. */
export function centralRows({ clustering, scaled }: Pick<Segmentation, "clustering" | "scaled">, count: number): number[][] {
  const { centroids, labels } = clustering.partition;
  const nearest: Near[][] = Array.from({ length: rowCount(centroids) }, () => []);
  labels.forEach((segment, row) => {
    if (segment < 0) return;
    const x = scaled.subarray(row * centroids.dims, (row + 1) * centroids.dims);
    admit(nearest[segment], { row, distance: squaredDistance(x, centroids, segment) }, count);
  });
  return nearest.map((list) => list.map(({ row }) => row));
}

/** Keeps `list` ascending, and no longer than `count`. */
function admit(list: Near[], near: Near, count: number): void {
  const place = list.findIndex(({ distance }) => near.distance < distance);
  list.splice(place < 0 ? list.length : place, 0, near);
  if (list.length > count) list.pop();
}
