import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { sweepDue } from "@segue/shared/segmentation/refit/schedule";
import type { ClockKind } from "@segue/platform/clock";
import { startConsumer } from "@segue/platform/consumer";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { every } from "@segue/platform/periodic";
import { STEP_SECONDS } from "./activity.ts";
import { createActivityRecorder } from "./activity-recorder.ts";
import { FOLDED, offsetIn, toCheckpoint } from "./checkpoint.ts";
import type { FoldedTopic } from "./checkpoint.ts";
import { showGauges } from "./gauges.ts";
import { committedOffsets } from "./progress.ts";
import { createSegmenterProjection } from "./projection.ts";
import { createRefitThread } from "./refit-thread.ts";
import { createRefitter } from "./refitter.ts";
import type { SegmentationSettings } from "./settings.ts";
import { restoreSegmenter, saveSegmenter } from "./snapshots.ts";

export interface SegmenterDeps extends SegmentationSettings {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: ClockKind;
  /** Of the lease under which this segmenter works, 0 where there can be no other. */
  readonly epoch: number;
  readonly snapshot: { readonly path: string; readonly everySeconds: number };
  readonly onFailure: (error: unknown) => void;
}

const DAY = 86_400_000;
/** How often the board is brought up to date and refits are looked for, in milliseconds. */
const BOARD_INTERVAL = 250;
const LOOK_INTERVAL = 1_000;

/** Starts the stream side of the segmenter. */
export async function startSegmenter(deps: SegmenterDeps): Promise<Closeable> {
  const { log, store, metrics, logger, snapshot, onFailure } = deps;
  const config = {
    ...SEGMENTER_DEFAULTS,
    segmentation: "behaviour" as const,
    features: deps.features,
    kRange: deps.kRange,
    naming: deps.naming,
    refits: { ...SEGMENTER_DEFAULTS.refits, every: deps.refitDays * DAY },
  };
  const restored = await restoreSegmenter(snapshot.path, { config, log, store, committed: await committedOffsets(store), logger });
  const { segmenter, offsets } = restored;
  const projection = await createSegmenterProjection({ ...restored, store, partitions: log.partitions, epoch: deps.epoch, metrics });
  const backlog = async (): Promise<number> => (await log.end("events")).reduce((sum, end, partition) => sum + end - (projection.source[partition] ?? 0), 0);
  const modelsRead = async (): Promise<boolean> => (await log.end("segment-models")).every((end, partition) => offsetIn(offsets, "segment-models", partition) >= end);
  const refitter = createRefitter({ segmenter, publish: projection.publish, logger, backlog, modelsRead, thread: createRefitThread(), onFailure });

  const consumer = await startConsumer({
    log,
    metrics,
    group: "segmenter",
    sharing: "replica",
    topics: FOLDED,
    from: async (topic, partition) => offsetIn(offsets, topic as FoldedTopic, partition),
    apply: projection.apply,
    onFailure,
  });
  const look = async (): Promise<void> => {
    if (!projection.caughtUp()) return;
    await projection.reconcile();
    if (deps.clock === "wall" && sweepDue(segmenter, Date.now())) await projection.publish({ schema: 1, type: "sweep", time: Date.now() });
    await refitter.look();
    showGauges(metrics, segmenter);
  };
  let saved = toCheckpoint(offsets);
  const save = async (): Promise<void> => {
    const now = toCheckpoint(offsets);
    if (now === saved) return;
    // Encoded between two commits, written beside them.
    const { written } = await projection.inTurn(async () => ({ written: saveSegmenter(snapshot.path, restored, log) }));
    await written;
    saved = now;
  };
  const recordActivity = await createActivityRecorder({ projection, store, metrics });
  const timers = [
    every({ milliseconds: STEP_SECONDS * 1000, work: recordActivity, onFailure }),
    every({ milliseconds: BOARD_INTERVAL, work: projection.refreshBoard, onFailure }),
    every({ milliseconds: LOOK_INTERVAL, work: look, onFailure }),
    every({ milliseconds: snapshot.everySeconds * 1000, work: save, onFailure }),
  ];
  return {
    async close() {
      await consumer.close();
      for (const timer of timers) await timer.close();
      await refitter.close();
      await projection.refreshBoard();
      await save();
    },
  };
}
