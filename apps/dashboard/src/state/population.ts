import type { SegmentReply } from "@segue/shared/api/segments";
import type { HistoryReply } from "../api.ts";

export type Means = Readonly<Record<string, number | null>>;

/** Means over everybody in a segment, from those of the segments; `null` where nobody has a value. */
export function populationMeans(segments: readonly Pick<SegmentReply, "size" | "means">[]): Means {
  const names = new Set(segments.flatMap(({ means }) => Object.keys(means)));
  return Object.fromEntries([...names].map((name) => [name, weightedMean(segments, name)]));
}

function weightedMean(segments: readonly Pick<SegmentReply, "size" | "means">[], name: string): number | null {
  const known = segments.flatMap(({ size, means }) => ((mean) => (mean === null ? [] : [{ size, mean }]))(means[name] ?? null));
  const weight = known.reduce((sum, { size }) => sum + size, 0);
  return weight === 0 ? null : known.reduce((sum, { size, mean }) => sum + size * mean, 0) / weight;
}

export interface Trend {
  /** Customers, oldest first. */
  readonly sizes: readonly number[];
  /** Customers more or fewer than a month ago, or than the first there are; `null` where there is nothing to compare. */
  readonly change: number | null;
  readonly since: string | null;
}

const MONTH = 30 * 86_400_000;
const SHOWN = 90;

/** How a segment has grown. */
export function trendOf(history: HistoryReply | null, segmentId: string): Trend {
  const known = (history?.items ?? []).flatMap(({ time, sizes }) => ((size) => (size === undefined ? [] : [{ time, size }]))(sizes[segmentId]));
  const last = known.at(-1);
  const from = last === undefined ? undefined : known.find(({ time }) => Date.parse(last.time) - Date.parse(time) <= MONTH);
  const compared = last !== undefined && from !== undefined && from !== last;
  return { sizes: known.slice(-SHOWN).map(({ size }) => size), change: compared ? last.size - from.size : null, since: compared ? from.time : null };
}
