import { decodeCustomerUpdates } from "@segue/shared/customers/update-codec";
import type { CustomerUpdates } from "@segue/shared/events/customer-update";
import { termAfter } from "@segue/shared/events/segments";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Segmentation } from "@segue/shared/segmentation/model";
import { observeProduct, observed } from "./observed.ts";
import { applyModelRecord, concerns } from "@segue/shared/segmentation/model-log";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import type { Effect, Segmenter } from "@segue/shared/segmentation/segmenter-state";
import type { Metrics } from "@segue/platform/metrics";
import { createTurns } from "@segue/platform/turns";
import type { InTurn } from "@segue/platform/turns";
import { BOARD, boardEntry, boardOf, mapEntry, readBoard, readNames, summaryEntry, withHistory, withModel, withNames, withVersions } from "./board.ts";
import type { HistoryEntry, ModelEntry, Versions } from "./board.ts";
import { appliedOffsets, copyOf, offsetIn, reaches, scopeOf, toCheckpoint } from "./checkpoint.ts";
import type { FoldedTopic, Offsets } from "./checkpoint.ts";
import { commitGuarded } from "./commit-guarded.ts";
import { createCommands } from "./commands.ts";
import type { Commands } from "./commands.ts";
import { differingLabels } from "./differing-labels.ts";
import { addMoves } from "./moves.ts";
import { fromJson } from "@segue/platform/json-bytes";
import { createOutputs, modelsRecord } from "./outputs.ts";
import type { Outputs } from "./outputs.ts";

export interface SegmenterProjectionDeps {
  readonly segmenter: Segmenter;
  /** Where the segmenter's state stands in its topics; moved along with it. */
  readonly offsets: Offsets;
  readonly store: StateStore;
  /** Partitions of the log. Of several, two runs see the records in different orders. */
  readonly partitions: number;
  /** By partition, the next offset of `events` whose effect is in the state already. */
  readonly source: number[];
  /** The latest term of a segmenter that has begun in the log, as far as it is in here. */
  readonly terms: { latest: number };
  /** Of the lease under which the segmenter works, 0 where it is alone by itself. */
  readonly epoch: number;
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
  /** Writes one part of the board. */
  readonly show: (id: string, value: unknown) => Promise<void>;
  /** Publishes under the guard of the checkpoint: a segmenter whose turn is over publishes nothing. */
  readonly publish: (command: SegmentModelsRecord) => Promise<void>;
  /** Brings what is stored in line with the labels in memory, once that has caught up. */
  readonly reconcile: () => Promise<void>;
  /** Runs between two commits, when state and checkpoint agree. */
  readonly inTurn: InTurn;
}

/** What may change everybody's segment at once. */
const RESHAPING: ReadonlySet<SegmentModelsRecord["type"]> = new Set(["sweep", "model", "ended"]);

interface Run extends SegmenterProjectionDeps {
  readonly segmentation: Segmentation;
  readonly board: ReturnType<typeof boardOf>;
  /** What the store holds; below it, a replay after a crash repeats what has been written already. */
  committed: Offsets;
  checkpoint: string | null;
  history: readonly HistoryEntry[];
  models: readonly ModelEntry[];
  names: Readonly<Record<string, string>>;
  versions: Versions;
  stale: { summary: boolean; map: boolean };
  /** Whether the stored assignments are those of the labels in memory. */
  reconciled: boolean;
  readonly commands: Commands;
}

export async function createSegmenterProjection(deps: SegmenterProjectionDeps): Promise<SegmenterProjection> {
  const { segmentation } = deps.segmenter.config;
  const board = boardOf(segmentation);
  const { checkpoint } = await deps.store.read(scopeOf(segmentation), []);
  const run: Run = {
    ...deps,
    segmentation,
    board,
    committed: appliedOffsets(checkpoint),
    checkpoint,
    history: (await readBoard<HistoryEntry[]>(deps.store, board.history)) ?? [],
    models: (await readBoard<ModelEntry[]>(deps.store, board.models)) ?? [],
    names: await readNames(deps.store, segmentation),
    versions: (await readBoard<Versions>(deps.store, BOARD.versions)) ?? {},
    stale: { summary: true, map: true },
    reconciled: deps.partitions === 1,
    commands: createCommands(deps.segmenter),
  };
  await claim(run);
  // Batches and refreshes take turns: each commit has to see the checkpoint of the one before.
  const inTurn = createTurns();
  return {
    apply: (batch) => inTurn(() => applyBatch(run, batch)),
    refreshBoard: () => inTurn(() => refreshBoard(run)),
    source: run.source,
    caughtUp: () => isCaughtUp(run),
    show: (id, value) => inTurn(() => commitOnly(run, (outputs) => outputs.put(boardEntry(id, value)))),
    publish: (command) => inTurn(() => commitOnly(run, (outputs) => outputs.publish(modelsRecord(command, run.epoch)))),
    reconcile: () => inTurn(() => reconcile(run)),
    inTurn,
  };
}

const isCaughtUp = ({ offsets, committed }: Run): boolean => reaches(offsets, committed);

async function applyBatch(run: Run, batch: Batch): Promise<void> {
  const topic = batch.topic as FoldedTopic;
  const outputs = createOutputs(run.segmentation);
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
  if (topic === "products") return observeProduct(run.segmenter, record);
  if (record.value === null) return;
  if (topic === "customer-updates") applyUpdates(run, record.value, outputs);
  else applyModels(run, fromJson(record.value) as SegmentModelsRecord, outputs);
  run.stale.summary = true;
}

function applyUpdates(run: Run, bytes: Uint8Array, outputs: Outputs | null): void {
  const updates = decodeCustomerUpdates(bytes);
  // Published again, by an ingest whose store had gone back: what is in here is newer.
  if (updates.next <= (run.source[updates.partition] ?? 0)) return;
  run.source[updates.partition] = updates.next;
  const effects = applyCustomers(run, updates);
  if (outputs === null) return;
  outputs.take(effects);
  publishCommands(run, run.commands.afterCustomers(updates.clock), outputs);
}

function applyCustomers(run: Run, updates: CustomerUpdates): readonly Effect[] {
  const causes = new Map(updates.entries.map(({ customerId, cause }) => [customerId, cause.type]));
  const effects: Effect[] = [];
  for (const { customerId, state } of updates.customers) {
    const cause = causes.get(customerId) ?? "purchase";
    if (state === null) run.stale.map = true;
    const effect = applyCustomer(run.segmenter, state === null ? null : observed(run.segmenter, customerId, state), { customerId, cause, now: updates.clock });
    if (effect !== null) effects.push(effect);
  }
  return effects;
}

function publishCommands(run: Run, records: readonly SegmentModelsRecord[], outputs: Outputs): void {
  for (const record of records) outputs.publish(modelsRecord(record, run.epoch));
}

function applyModels(run: Run, record: SegmentModelsRecord, outputs: Outputs | null): void {
  const term = termAfter(run.terms.latest, record);
  if (term === null) return;
  run.terms.latest = term;
  const effects = applyModelRecord(run.segmenter, record);
  if (outputs === null) return;
  outputs.take(effects);
  if (record.type === "sweep") publishCommands(run, run.commands.afterSweep(record), outputs);
  const models = concerns(run.segmenter, record) ? withModel(run.models, record) : run.models;
  if (models !== run.models) {
    run.models = models;
    outputs.put(boardEntry(run.board.models, models));
  }
  if (!RESHAPING.has(record.type)) return;
  run.stale.map = true;
  run.history = withHistory(run.history, run.segmenter);
  outputs.put(boardEntry(run.board.history, run.history));
}

async function refreshBoard(run: Run): Promise<void> {
  if ((!run.stale.summary && !run.stale.map) || !isCaughtUp(run)) return;
  const outputs = createOutputs(run.segmentation);
  outputs.put(summaryEntry(run.segmenter));
  if (run.stale.map) outputs.put(mapEntry(run.segmenter));
  showNames(run, outputs);
  await commit(run, outputs);
  run.stale = { summary: false, map: false };
}

function showNames(run: Run, outputs: Outputs): void {
  const names = withNames(run.names, run.segmenter);
  if (names === run.names) return;
  run.names = names;
  outputs.put(boardEntry(run.board.names, names));
}

function showVersions(run: Run, outputs: Outputs): void {
  const versions = withVersions(run.versions, outputs.entries, Date.now());
  if (versions === run.versions) return;
  run.versions = versions;
  outputs.put(boardEntry(BOARD.versions, versions));
}

/** From here on, what an earlier holder of the lease computes is refused, and what it still publishes is void. */
async function claim(run: Run): Promise<void> {
  if (run.epoch === 0) return;
  const next = toCheckpoint(run.committed, run.epoch);
  const outputs = createOutputs(run.segmentation);
  outputs.publish(modelsRecord({ schema: 1, type: "term", time: run.segmenter.now }, run.epoch));
  await guarded(run, next, outputs);
}

/** Commits what `fill` puts in. */
async function commitOnly(run: Run, fill: (outputs: Outputs) => void): Promise<void> {
  const outputs = createOutputs(run.segmentation);
  fill(outputs);
  await commit(run, outputs);
}

async function reconcile(run: Run): Promise<void> {
  if (run.reconciled || !isCaughtUp(run)) return;
  const effects = await differingLabels(run.segmenter, run.store);
  run.reconciled = true;
  if (effects.length > 0) await commitOnly(run, (outputs) => outputs.take(effects));
}

async function commit(run: Run, outputs: Outputs): Promise<void> {
  if (run.segmentation === "behaviour") await addMoves(run.store, outputs);
  showVersions(run, outputs);
  await guarded(run, toCheckpoint(run.offsets, run.epoch), outputs);
  run.committed = copyOf(run.offsets);
  if (run.segmentation === "behaviour") run.metrics.segmentReassignments.inc(outputs.changes.length);
}

async function guarded(run: Run, next: string, outputs: Outputs): Promise<void> {
  await commitGuarded(run.store, run.segmentation, { expected: run.checkpoint, next, outputs });
  run.checkpoint = next;
}
