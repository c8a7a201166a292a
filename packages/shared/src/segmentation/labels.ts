import type { SegmentChange } from "../events/segments.ts";
import { nearest, squaredDistance } from "../math/vector.ts";
import { NEVER, NO_SLOT } from "./customer-table.ts";
import { binOf, BINS } from "./drift/feature-histogram.ts";
import { count } from "./clustering/mini-batch.ts";
import { scaleValue } from "./scaler.ts";
import type { Effect, LiveModel, Segmenter, Tallies } from "./segmenter-state.ts";
import { servedVersion } from "./segmenter-state.ts";

const ERROR_UNIT = 2 ** 16;
const LARGEST_ERROR = 0xffff_ffff;

export const meanSquaredDistance = (error: number, customers: number): number => (customers === 0 ? 0 : error / ERROR_UNIT / customers);

/** Distance of a customer to the centroid of their slot, in sd. */
export const distanceOf = ({ table }: Segmenter, row: number): number => Math.sqrt(table.error[row] / ERROR_UNIT);

/** Counts a customer where they belong now: the nearest slot in the statistics, the published one in the tallies. */
export function putIn(segmenter: Segmenter, row: number): void {
  const { live, table, config, derived } = segmenter;
  if (live === null) return;
  const { x } = derived;
  fillScaled(segmenter, live, row);
  const slot = nearest(x, live.centroids);
  table.slot[row] = slot < 0 ? NO_SLOT : slot;
  if (slot < 0) {
    table.published[row] = NO_SLOT;
    return;
  }
  const d = squaredDistance(x, live.centroids, slot);
  const published = table.published[row];
  const leaves = published === NO_SLOT || d <= (1 - config.hysteresis) ** 2 * squaredDistance(x, live.centroids, published);
  if (leaves) table.published[row] = slot;
  table.error[row] = Math.min(LARGEST_ERROR, Math.round(d * ERROR_UNIT));
  count(live.statistics, { x, slot, error: table.error[row] }, 1);
  tally(segmenter, live, { row, sign: 1 });
}

/** Takes a customer out of the statistics and tallies with the very values they were put in with. */
export function takeOut(segmenter: Segmenter, row: number): void {
  const { live, table, derived } = segmenter;
  const slot = table.slot[row];
  if (live === null || slot === NO_SLOT) return;
  fillScaled(segmenter, live, row);
  count(live.statistics, { x: derived.x, slot, error: table.error[row] }, -1);
  tally(segmenter, live, { row, sign: -1 });
}

function fillScaled(segmenter: Segmenter, live: LiveModel, row: number): void {
  const { x } = segmenter.derived;
  const at = row * segmenter.table.width;
  for (let f = 0; f < x.length; f++) x[f] = scaleValue(live.model.scaler, f, segmenter.table.raw[at + f]);
}

function tally(segmenter: Segmenter, { tallies, reference }: LiveModel, entry: { readonly row: number; readonly sign: 1 | -1 }): void {
  const { raw, width, published } = segmenter.table;
  const slot = published[entry.row];
  tallies.size[slot] += entry.sign;
  for (let column = 0; column < width; column++) {
    const value = raw[entry.row * width + column];
    if (value !== value) continue;
    tallies.seen[slot * width + column] += entry.sign;
    tallies.sum[slot * width + column] += entry.sign * value;
    const bin = binOf(reference.scale, column, value);
    if (bin >= 0) tallies.histogram[column * BINS + bin] += entry.sign;
  }
}

export function emptyTallies(slots: number, width: number): Tallies {
  const [seen, sum] = [new Float64Array(slots * width), new Float64Array(slots * width)];
  return { size: new Float64Array(slots), seen, sum, histogram: new Float64Array(width * BINS) };
}

/** The id of the published segment, `null` for none. */
export function publishedSegment(segmenter: Segmenter, row: number): string | null {
  const slot = segmenter.table.published[row];
  return slot === NO_SLOT || segmenter.live === null ? null : segmenter.live.model.segments[slot].id;
}

export interface Before {
  readonly from: string | null;
  readonly cause: SegmentChange["cause"];
}

/** What to store and to publish after a customer was put in; `null` when nothing of that is new. */
export function effectOf(segmenter: Segmenter, row: number, before: Before): Effect | null {
  const { live, table } = segmenter;
  if (live === null) return null;
  const to = publishedSegment(segmenter, row);
  const customerId = table.ids[row];
  if (before.from === to && (to === null || table.minor[row] === live.minor)) return null;
  table.minor[row] = to === null ? NEVER : live.minor;
  return {
    customerId,
    assignment: to === null ? null : { segmentId: to, modelVersion: servedVersion(live) },
    change: before.from === to ? null : changeOf(segmenter, { customerId, to, ...before }),
  };
}

/** The public record of a change, in the served version and at the time of now. */
export function changeOf(segmenter: Segmenter, change: Before & { readonly customerId: string; readonly to: string | null }): SegmentChange {
  const { customerId, from, to, cause } = change;
  const modelVersion = segmenter.live === null ? "" : servedVersion(segmenter.live);
  return { schema: 1, customerId, segmentation: segmenter.config.segmentation, from, to, modelVersion, cause, time: segmenter.now };
}
