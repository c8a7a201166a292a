import { rowCount, squaredDistance } from "../math/vector.ts";
import type { Segmentation } from "./analysis.ts";

/** The row of the customer nearest to the middle of each segment, the first of equals; -1 for a segment without any. */
export function centralRows({ clustering, scaled }: Pick<Segmentation, "clustering" | "scaled">): number[] {
  const { centroids, labels } = clustering.partition;
  const nearest = new Array<number>(rowCount(centroids)).fill(-1);
  const least = new Array<number>(nearest.length).fill(Number.POSITIVE_INFINITY);
  labels.forEach((segment, row) => {
    if (segment < 0) return;
    const x = scaled.subarray(row * centroids.dims, (row + 1) * centroids.dims);
    const distance = squaredDistance(x, centroids, segment);
    if (distance >= least[segment]) return;
    least[segment] = distance;
    nearest[segment] = row;
  });
  return nearest;
}
