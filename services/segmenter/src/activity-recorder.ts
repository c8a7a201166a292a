import type { Metrics } from "@segue/platform/metrics";
import { withActivity } from "./activity.ts";
import type { ActivityPoint, Counts } from "./activity.ts";
import { BOARD, readBoard } from "./board.ts";
import type { SegmenterProjectionDeps, SegmenterProjection } from "./projection.ts";

export interface ActivityDeps {
  readonly projection: SegmenterProjection;
  readonly store: SegmenterProjectionDeps["store"];
  readonly metrics: Metrics;
}

/** Adds what has happened since the last call to the stored activity. What is folded again after a restart is not activity. */
export async function createActivityRecorder({ projection, store, metrics }: ActivityDeps): Promise<() => Promise<void>> {
  let points = (await readBoard<readonly ActivityPoint[]>(store, BOARD.activity)) ?? [];
  let before: Counts | null = null;
  return async () => {
    if (!projection.caughtUp()) return;
    const now = await countsNow(projection, metrics);
    const next = before === null ? points : withActivity(points, before, now);
    before = now;
    if (next === points) return;
    points = next;
    await projection.show(BOARD.activity, points);
  };
}

async function countsNow({ source }: SegmenterProjection, metrics: Metrics): Promise<Counts> {
  const [freshness, moves] = await Promise.all([metrics.freshness.get(), metrics.segmentReassignments.get()]);
  const valueOf = (name: string): number => freshness.values.find((value) => value.metricName === name && value.labels.group === "segmenter")?.value ?? 0;
  return {
    time: Date.now(),
    events: source.reduce((sum, offset) => sum + offset, 0),
    moves: moves.values[0]?.value ?? 0,
    freshness: { sum: valueOf("segue_freshness_seconds_sum"), count: valueOf("segue_freshness_seconds_count") },
  };
}
