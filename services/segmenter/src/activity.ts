/** What the stream did in one stretch of wall time. */
export interface ActivityPoint {
  /** End of the stretch, epoch milliseconds. */
  readonly time: number;
  readonly eventsPerSecond: number;
  readonly freshnessMs: number | null;
  readonly moves: number;
}

/** Running counts, as they stand at a moment. */
export interface Counts {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly events: number;
  readonly moves: number;
  /** Of the histogram of freshness: sum in seconds, and observations. */
  readonly freshness: { readonly sum: number; readonly count: number };
}

export const STEP_SECONDS = 5;
/** An hour. */
const MAX_POINTS = 720;
const MS = 1000;

/** The points with the stretch between two counts added, the oldest dropped; the same points while nothing happens at all. */
export function withActivity(points: readonly ActivityPoint[], before: Counts, now: Counts): readonly ActivityPoint[] {
  const seconds = (now.time - before.time) / MS;
  const point: ActivityPoint = {
    time: now.time,
    eventsPerSecond: seconds <= 0 ? 0 : Math.max(0, now.events - before.events) / seconds,
    freshnessMs: meanBetween(before.freshness, now.freshness),
    moves: Math.max(0, now.moves - before.moves),
  };
  const last = points.at(-1);
  const idle = isIdle(point);
  return idle && (last === undefined || isIdle(last)) ? points : [...points, point].slice(-MAX_POINTS);
}

const isIdle = ({ eventsPerSecond, moves }: ActivityPoint): boolean => eventsPerSecond === 0 && moves === 0;

function meanBetween(before: Counts["freshness"], now: Counts["freshness"]): number | null {
  const count = now.count - before.count;
  return count <= 0 ? null : ((now.sum - before.sum) / count) * MS;
}
