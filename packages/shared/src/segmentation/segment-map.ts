import { isInSample } from "../customers/hash.ts";
import { rowCount, rowOf } from "../math/vector.ts";
import { publishedSegment } from "./labels.ts";
import { scaleValue } from "./scaler.ts";
import type { LiveModel, Segmenter } from "./segmenter-state.ts";

export interface MapPoint {
  readonly segmentId: string;
  readonly x: number;
  readonly y: number;
}

export interface SegmentMap {
  readonly customers: readonly (MapPoint & { readonly customerId: string })[];
  readonly centroids: readonly MapPoint[];
}

/**
 * Customers and centroids on the model's first two principal axes. At most about `limit` customers, chosen by a hash of their id,
 * so that the same ones are shown from one look to the next.
 */
export function segmentMap(segmenter: Segmenter, limit: number): SegmentMap {
  const { live, table } = segmenter;
  if (live === null) return { customers: [], centroids: [] };
  const share = limit / Math.max(limit, table.size);
  const customers: (MapPoint & { customerId: string })[] = [];
  for (let row = 0; row < table.size; row++) {
    const segmentId = publishedSegment(segmenter, row);
    if (segmentId === null || !isInSample(table.ids[row], share)) continue;
    const { scaler } = live.model;
    const z = live.model.features.map((_, f) => scaleValue(scaler, f, table.raw[row * table.width + f]));
    customers.push({ customerId: table.ids[row], segmentId, ...project(live, z) });
  }
  const centroids = Array.from({ length: rowCount(live.centroids) }, (_, slot) => ({
    segmentId: live.model.segments[slot].id,
    ...project(live, Array.from(rowOf(live.centroids, slot))),
  }));
  return { customers, centroids };
}

/** A value that is not known counts as the mean, 0. */
function project(live: LiveModel, z: readonly number[]): { readonly x: number; readonly y: number } {
  const along = (axis: readonly number[] | undefined): number =>
    axis === undefined ? 0 : axis.reduce((sum, loading, f) => sum + loading * (Number.isNaN(z[f]) ? 0 : z[f]), 0);
  return { x: along(live.model.projection.axes[0]), y: along(live.model.projection.axes[1]) };
}
