import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { SEGMENTER_DEFAULTS, tasteConfig } from "@segue/shared/segmentation/segmenter-config";
import type { SegmenterConfig } from "@segue/shared/segmentation/segmenter-config";
import { sweepDue } from "@segue/shared/segmentation/refit/schedule";
import type { ClockKind } from "@segue/platform/clock";
import { startConsumer } from "@segue/platform/consumer";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { every } from "@segue/platform/periodic";
import { STEP_SECONDS } from "./activity.ts";
import { createActivityRecorder } from "./activity-recorder.ts";
import { foldedBy, isEnding, offsetIn, scopeOf, toCheckpoint } from "./checkpoint.ts";
import type { FoldedTopic } from "./checkpoint.ts";
import { endSegmentation } from "./end-segmentation.ts";
import { showGauges, showTasteGauges } from "./gauges.ts";
import { committedOffsets, readersOf } from "./progress.ts";
import { createSegmenterProjection } from "./projection.ts";
import { createRefitThread } from "./refit-thread.ts";
import { readPurchases } from "./read-purchases.ts";
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
  /** Where each segmentation keeps its own. */
  readonly snapshots: { readonly behaviour: string; readonly taste: string; readonly everySeconds: number };
  readonly onFailure: (error: unknown) => void;
}

const DAY = 86_400_000;
/** How often the board is brought up to date and refits are looked for, in milliseconds. */
const BOARD_INTERVAL = 250;
const LOOK_INTERVAL = 1_000;

/** Starts the stream side of the segmenter: one for what customers do and one for what they buy, side by side, with checkpoints and snapshots of their own. */
export async function startSegmenter(deps: SegmenterDeps): Promise<Closeable> {
  const behaviour = await startSegmentation(deps, behaviourConfig(deps), deps.snapshots.behaviour);
  const tastes = await startTastes(deps).catch(async (error: unknown) => {
    await behaviour.close();
    throw error;
  });
  return { close: async () => void (await Promise.all([behaviour.close(), tastes.close()])) };
}

/** What there was of them goes where they are switched off, and also where that was left half done. */
async function startTastes(deps: SegmenterDeps): Promise<Closeable> {
  const { store, logger, epoch, snapshots } = deps;
  const { checkpoint } = await store.read(scopeOf("taste"), []);
  if (!deps.tastes || isEnding(checkpoint)) await endSegmentation("taste", { store, logger, epoch, snapshot: snapshots.taste });
  if (!deps.tastes) return { close: async () => undefined };
  return startSegmentation(deps, tasteConfig({ every: deps.refitDays * DAY }, deps.naming), snapshots.taste);
}

function behaviourConfig({ features, kRange, naming, refitDays }: SegmenterDeps): SegmenterConfig {
  return { ...SEGMENTER_DEFAULTS, segmentation: "behaviour", features, kRange, naming, refits: { ...SEGMENTER_DEFAULTS.refits, every: refitDays * DAY } };
}

async function startSegmentation(deps: SegmenterDeps, config: SegmenterConfig, path: string): Promise<Closeable> {
  const { log, store, metrics, logger, snapshots, onFailure } = deps;
  const { segmentation } = config;
  const isShown = segmentation === "behaviour";
  const restored = await restoreSegmenter(path, { config, log, store, committed: await committedOffsets(store, segmentation), logger });
  const { segmenter, offsets } = restored;
  const projection = await createSegmenterProjection({ ...restored, store, partitions: log.partitions, epoch: deps.epoch, metrics });
  const backlog = async (): Promise<number> => (await log.end("events")).reduce((sum, end, partition) => sum + end - (projection.source[partition] ?? 0), 0);
  const modelsRead = async (): Promise<boolean> => (await log.end("segment-models")).every((end, partition) => offsetIn(offsets, "segment-models", partition) >= end);
  const refitter = createRefitter({ segmenter, publish: projection.publish, logger, backlog, modelsRead, ...(isShown ? { purchases: () => readPurchases(segmenter, store) } : {}), thread: createRefitThread(), onFailure });

  const consumer = await startConsumer({
    log,
    metrics,
    group: readersOf(segmentation),
    sharing: "replica",
    topics: foldedBy(segmentation),
    from: async (topic, partition) => offsetIn(offsets, topic as FoldedTopic, partition),
    apply: projection.apply,
    onFailure,
  });
  const look = async (): Promise<void> => {
    if (!projection.caughtUp()) return;
    await projection.reconcile();
    if (isShown && deps.clock === "wall" && sweepDue(segmenter, Date.now())) await projection.publish({ schema: 1, type: "sweep", time: Date.now() });
    await refitter.look();
    (isShown ? showGauges : showTasteGauges)(metrics, segmenter);
  };
  let saved = toCheckpoint(offsets);
  const save = async (): Promise<void> => {
    const now = toCheckpoint(offsets);
    if (now === saved) return;
    // Encoded between two commits, written beside them.
    const { written } = await projection.inTurn(async () => ({ written: saveSegmenter(path, restored, log) }));
    await written;
    saved = now;
  };
  const recordActivity = isShown ? await createActivityRecorder({ projection, store, metrics }) : async () => undefined;
  const timers = [
    every({ milliseconds: STEP_SECONDS * 1000, work: recordActivity, onFailure }),
    every({ milliseconds: BOARD_INTERVAL, work: projection.refreshBoard, onFailure }),
    every({ milliseconds: LOOK_INTERVAL, work: look, onFailure }),
    every({ milliseconds: snapshots.everySeconds * 1000, work: save, onFailure }),
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
