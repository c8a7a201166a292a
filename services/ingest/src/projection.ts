import { decodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import { MAX_ID_BYTES } from "@segue/shared/events/envelope";
import type { EventValidator } from "@segue/shared/events/parse-event";
import { partitionOf } from "@segue/shared/math/murmur2";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import type { Commit, EntryRef, Scope, StateStore } from "@segue/shared/ports/state-store";
import type { ClockKind } from "@segue/platform/clock";
import { decodeInstant, encodeInstant } from "@segue/platform/instant";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { clockId } from "@segue/platform/stored-clock";
import { foldChunk } from "./fold-chunk.ts";
import type { ChunkResult } from "./fold-chunk.ts";
import { createOwnerCache } from "./owner-cache.ts";
import type { OwnerCache } from "./owner-cache.ts";
import type { PoisonWatch } from "./poison-watch.ts";
import { openTombstones } from "@segue/platform/tombstones";
import type { Tombstones } from "@segue/platform/tombstones";

export interface IngestProjectionDeps {
  readonly store: StateStore;
  readonly validate: EventValidator;
  /** How many partitions `events` has. */
  readonly partitions: number;
  readonly clock: ClockKind;
  readonly defaultCurrency: string;
  readonly poison: PoisonWatch;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Turns `events` into customers in the state store and `customer-updates`, exactly once in effect. */
export interface IngestProjection {
  /** The offset of `events` to go on from. */
  readonly from: (partition: number) => Promise<number>;
  /** Answers `rewind` when the store has lost what came before the batch. */
  readonly apply: (batch: Batch) => Promise<"rewind" | void>;
  /** Whether the store has lost what had been committed: it came back with an older state, or with none. */
  readonly hasGoneBack: () => Promise<boolean>;
}

/** What is known of one partition between two commits; valid only for the checkpoint it was built at. */
interface Progress {
  checkpoint: string | null;
  /** The stream's now as of the checkpoint. */
  clock: number;
  readonly cache: OwnerCache;
  readonly tombstones: Tombstones;
}

const scopeOf = (partition: number): Scope => ({ owner: "ingest", partition });
const offsetOf = (checkpoint: string | null): number => Number(checkpoint ?? 0);

export function createIngestProjection(deps: IngestProjectionDeps): IngestProjection {
  const partitions = new Map<number, Progress>();
  /** Per partition, the offset up to which the log has been taken in. */
  const taken = new Map<number, number>();

  const load = async (partition: number): Promise<Progress> => {
    // Before the checkpoint is read, since making the key moves it.
    const tombstones = await openTombstones(deps.store);
    const snapshot = await deps.store.read(scopeOf(partition), [{ collection: "installation", id: clockId(partition) }]);
    const progress = { checkpoint: snapshot.checkpoint, clock: decodeInstant(snapshot.values[0]), cache: createOwnerCache(), tombstones };
    partitions.set(partition, progress);
    return progress;
  };
  const progressOf = async (partition: number): Promise<Progress> => partitions.get(partition) ?? (await load(partition));

  const from = async (partition: number): Promise<number> => {
    deps.poison.begin(partition);
    const offset = offsetOf((await load(partition)).checkpoint);
    taken.set(partition, offset);
    return offset;
  };

  /** Takes in what the state does not hold yet. `moved`: the state has changed under it, so that all is to be looked at again. */
  const take = async ({ partition, records }: Batch, progress: Progress): Promise<Outcome> => {
    const fresh = records.filter((record) => record.offset >= offsetOf(progress.checkpoint));
    const outcome = fresh.length === 0 ? "kept" : await applyChunk(deps, { partition, records: fresh, progress });
    // What is in memory is of another history, or of a chunk that was not to be taken in.
    if (outcome !== "kept") partitions.delete(partition);
    if (outcome === "moved") deps.logger.warn({ partition, checkpoint: progress.checkpoint }, "checkpoint moved, reading again");
    return outcome;
  };

  const apply = async (batch: Batch): Promise<"rewind" | void> => {
    const { partition } = batch;
    if (deps.poison.isHalted(partition)) return;
    for (let outcome: Outcome = "moved"; outcome === "moved"; ) {
      const progress = await progressOf(partition);
      // A log may leave offsets out; but what this reader was given before, and the state does not hold, is lost.
      if (offsetOf(progress.checkpoint) < (taken.get(partition) ?? 0)) return "rewind";
      outcome = await take(batch, progress);
      if (outcome === "halted") return;
    }
    taken.set(partition, (batch.records[batch.records.length - 1]?.offset ?? -1) + 1);
  };

  const hasGoneBack = async (): Promise<boolean> => {
    for (const [partition, { checkpoint: known }] of [...partitions]) {
      const { checkpoint } = await deps.store.read(scopeOf(partition), []);
      if (offsetOf(checkpoint) >= offsetOf(known)) continue;
      deps.logger.warn({ partition, known, checkpoint }, "the state store has gone back");
      partitions.clear();
      return true;
    }
    return false;
  };

  return { from, apply, hasGoneBack };
}

interface Chunk {
  readonly partition: number;
  readonly records: readonly LogRecord[];
  readonly progress: Progress;
}

/** `moved`: the checkpoint was not the expected one. `halted`: there is too much poison. Nothing has changed then. */
type Outcome = "kept" | "moved" | "halted";

/** One validated read, one fold, one guarded commit. */
async function applyChunk(deps: IngestProjectionDeps, chunk: Chunk): Promise<Outcome> {
  const { partition, records, progress } = chunk;
  if (!(await loadCustomers(deps, chunk))) return "moved";
  const result = foldChunk(records, {
    partition,
    partitions: deps.partitions,
    validate: deps.validate,
    clockKind: deps.clock,
    clock: progress.clock,
    defaultCurrency: deps.defaultCurrency,
    cache: progress.cache,
    tombstones: progress.tombstones,
  });
  if (!deps.poison.admits(partition, { records: records.length, poison: result.counts.poison })) return "halted";
  const committed = await deps.store.commit(scopeOf(partition), commitOf(chunk, result));
  if (!committed) return "moved";
  progress.checkpoint = String(result.next);
  progress.clock = result.clock;
  progress.cache.trim();
  count(deps, result);
  return "kept";
}

/** Brings the customers that the chunk may touch into the cache, in one look with the checkpoint. */
async function loadCustomers(deps: IngestProjectionDeps, { partition, records, progress }: Chunk): Promise<boolean> {
  const unknown = [...customersOf(records, { partition, partitions: deps.partitions })].filter((id) => !progress.cache.has(id));
  const refs: EntryRef[] = unknown.map((id) => ({ collection: "customers", id }));
  const tombstoneRefs: EntryRef[] = unknown.map((id) => ({ collection: "tombstones", id: progress.tombstones.keyOf(id) }));
  const snapshot = await deps.store.read(scopeOf(partition), [...refs, ...tombstoneRefs]);
  if (snapshot.checkpoint !== progress.checkpoint) return false;
  for (const [index, id] of unknown.entries()) {
    const bytes = snapshot.values[index];
    const customer: Customer | null = bytes === undefined ? null : decodeCustomer(id, bytes);
    progress.cache.load(id, { customer, erasedAt: decodeInstant(snapshot.values[unknown.length + index]) });
  }
  return true;
}

/** An event is only taken under its customerId as the key and in the key's partition, so the keys say whom the records may change. */
function customersOf(records: readonly LogRecord[], { partition, partitions }: { readonly partition: number; readonly partitions: number }): ReadonlySet<string> {
  // What is longer is no customerId, and may be too long to be looked up.
  const isOurs = (key: string): boolean => key.length <= MAX_ID_BYTES && (partitions === 1 || partitionOf(key, partitions) === partition);
  return new Set(records.flatMap(({ key }) => (isOurs(key) ? [key] : [])));
}

function commitOf({ partition, progress }: Chunk, result: ChunkResult): Commit {
  const clock = { collection: "installation" as const, id: clockId(partition), value: encodeInstant(result.clock) };
  return {
    expected: progress.checkpoint,
    next: String(result.next),
    puts: [...result.puts, clock],
    deletes: result.deletes,
    publish: result.publish,
  };
}

function count({ metrics }: IngestProjectionDeps, { counts }: ChunkResult): void {
  metrics.eventsRepeated.inc(counts.repeats);
  metrics.eventsAfterErase.inc(counts.afterErase);
  metrics.returnsUnmatched.inc(counts.unmatched);
  for (const [code, n] of counts.rejected) metrics.eventsRejected.inc({ code, source: "log" }, n);
  for (const [type, n] of counts.applied) metrics.eventsApplied.inc({ type }, n);
}
