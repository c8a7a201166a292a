import { decodeSums } from "@segue/shared/customers/customer-codec";
import { decodeCustomerUpdates } from "@segue/shared/customers/update-codec";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { AppError } from "@segue/shared/errors";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import type { Scope, StateStore } from "@segue/shared/ports/state-store";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { sweepDue } from "@segue/shared/segmentation/schedule";
import { applyCustomer, endOfMicroBatch } from "@segue/shared/segmentation/segmenter";
import type { Effect, Segmenter } from "@segue/shared/segmentation/segmenter-state";
import type { Metrics } from "@segue/platform/metrics";
import { createTurns } from "@segue/platform/turns";
import { BOARD, boardEntry, mapEntry, readBoard, summaryEntry, withHistory, withModel } from "./board.ts";
import type { HistoryEntry, ModelEntry } from "./board.ts";
import { appliedOffsets, copyOf, offsetIn, reaches, toCheckpoint } from "./checkpoint.ts";
import type { FoldedTopic, Offsets } from "./checkpoint.ts";
import { createOutputs, fromJson, modelsRecord } from "./outputs.ts";
import type { Outputs } from "./outputs.ts";

/** The guarded writes of a segmenter; one partition's worth until several work side by side. */
const SCOPE: Scope = { owner: "segmenter", partition: 0 };

export interface SegmenterProjectionDeps {
  readonly segmenter: Segmenter;
  /** Where the segmenter's state stands in its topics; moved along with it. */
  readonly offsets: Offsets;
  readonly store: StateStore;
  readonly metrics: Metrics;
}

/** Folds the stream into the segmenter and writes what comes of it: assignments, changes, moves of centroids, the board. */
export interface SegmenterProjection {
  readonly apply: (batch: Batch) => Promise<void>;
  /** Writes the summary and the map when they have fallen behind. */
  readonly refreshBoard: () => Promise<void>;
  /** By partition, the next offset of `events` whose effect is not in here yet. */
  readonly source: readonly number[];
  /** Whether everything that was ever committed is in memory again. */
  readonly caughtUp: () => boolean;
}

interface Run extends SegmenterProjectionDeps {
  /** What the store holds; below it, a replay after a crash repeats what has been written already. */
  committed: Offsets;
  checkpoint: string | null;
  history: readonly HistoryEntry[];
  models: readonly ModelEntry[];
  readonly source: number[];
  stale: { summary: boolean; map: boolean };
  /** Commands that have been published and not been read back yet. */
  pending: { sweep: number; move: string };
}

export async function createSegmenterProjection(deps: SegmenterProjectionDeps): Promise<SegmenterProjection> {
  const { checkpoint } = await deps.store.read(SCOPE, []);
  const run: Run = {
    ...deps,
    committed: appliedOffsets(checkpoint),
    checkpoint,
    history: (await readBoard<HistoryEntry[]>(deps.store, BOARD.history)) ?? [],
    models: (await readBoard<ModelEntry[]>(deps.store, BOARD.models)) ?? [],
    source: [],
    stale: { summary: true, map: true },
    pending: { sweep: 0, move: "" },
  };
  // Batches and refreshes take turns: each commit has to see the checkpoint of the one before.
  const inTurn = createTurns();
  return {
    apply: (batch) => inTurn(() => applyBatch(run, batch)),
    refreshBoard: () => inTurn(() => refreshBoard(run)),
    source: run.source,
    caughtUp: () => isCaughtUp(run),
  };
}

const isCaughtUp = ({ offsets, committed }: Run): boolean => reaches(offsets, committed);

async function applyBatch(run: Run, batch: Batch): Promise<void> {
  const topic = batch.topic as FoldedTopic;
  const outputs = createOutputs();
  let fresh = false;
  for (const record of batch.records) {
    if (record.offset < offsetIn(run.offsets, topic, batch.partition)) continue;
    // What lies below the checkpoint has been written before a crash: it is folded again, and not written again.
    const known = record.offset < offsetIn(run.committed, topic, batch.partition);
    applyRecord(run, { topic, record }, known ? null : outputs);
    run.offsets[topic][batch.partition] = record.offset + 1;
    fresh ||= !known;
  }
  if (fresh) await commit(run, outputs);
}

/** `outputs` is `null` for what has been written already. */
function applyRecord(run: Run, { topic, record }: { readonly topic: FoldedTopic; readonly record: LogRecord }, outputs: Outputs | null): void {
  if (record.value === null) return;
  if (topic === "customer-updates") applyUpdates(run, record.value, outputs);
  else applyModels(run, fromJson(record.value) as SegmentModelsRecord, outputs);
  run.stale.summary = true;
}

function applyUpdates(run: Run, bytes: Uint8Array, outputs: Outputs | null): void {
  const { segmenter } = run;
  const updates = decodeCustomerUpdates(bytes);
  run.source[updates.partition] = updates.next;
  const causes = new Map(updates.entries.map(({ customerId, cause }) => [customerId, cause.type]));
  const effects: Effect[] = [];
  for (const { customerId, state } of updates.customers) {
    const cause = causes.get(customerId) ?? "purchase";
    if (state === null) run.stale.map = true;
    const effect = applyCustomer(segmenter, state === null ? null : decodeSums(customerId, state), { customerId, cause, now: updates.clock });
    if (effect !== null) effects.push(effect);
  }
  if (outputs === null) return;
  outputs.take(effects);
  giveCommands(run, updates.clock, outputs);
}

/** What the segmenter tells itself by way of the log: to move its centroids, to sweep the idle. */
function giveCommands(run: Run, now: number, outputs: Outputs): void {
  const { segmenter } = run;
  const moved = endOfMicroBatch(segmenter);
  if (moved !== null && run.pending.move !== `${moved.version}.${moved.minor}`) {
    run.pending.move = `${moved.version}.${moved.minor}`;
    outputs.publish(modelsRecord(moved));
  }
  if (sweepDue(segmenter, now) && sweepDay(now) > run.pending.sweep) {
    run.pending.sweep = sweepDay(now);
    outputs.publish(modelsRecord({ schema: 1, type: "sweep", time: now }));
  }
}

const sweepDay = (time: number): number => Math.floor(time / 86_400_000);

function applyModels(run: Run, record: SegmentModelsRecord, outputs: Outputs | null): void {
  const effects = applyModelRecord(run.segmenter, record);
  if (outputs === null) return;
  outputs.take(effects);
  const models = withModel(run.models, record);
  if (models !== run.models) {
    run.models = models;
    outputs.put(boardEntry(BOARD.models, models));
  }
  if (record.type !== "sweep" && record.type !== "model") return;
  run.stale.map = true;
  run.history = withHistory(run.history, run.segmenter);
  outputs.put(boardEntry(BOARD.history, run.history));
}

async function refreshBoard(run: Run): Promise<void> {
  if ((!run.stale.summary && !run.stale.map) || !isCaughtUp(run)) return;
  const outputs = createOutputs();
  outputs.put(summaryEntry(run.segmenter));
  if (run.stale.map) outputs.put(mapEntry(run.segmenter));
  await commit(run, outputs);
  run.stale = { summary: false, map: false };
}

async function commit(run: Run, outputs: Outputs): Promise<void> {
  const next = toCheckpoint(run.offsets);
  const kept = await run.store.commit(SCOPE, { expected: run.checkpoint, next, ...outputs.drain() });
  if (!kept) throw new AppError("checkpoint_moved", "another segmenter has moved the checkpoint: run one segmenter per store");
  run.checkpoint = next;
  run.committed = copyOf(run.offsets);
  run.metrics.segmentReassignments.inc(outputs.changes);
}
