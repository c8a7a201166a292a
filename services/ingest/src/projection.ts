import { decodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import { MAX_ID_BYTES } from "@segue/shared/events/envelope";
import type { EventValidator } from "@segue/shared/events/parse-event";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import type { Commit, EntryRef, Scope, StateStore } from "@segue/shared/ports/state-store";
import type { ClockKind } from "@segue/platform/clock";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { foldChunk } from "./fold-chunk.ts";
import type { ChunkResult } from "./fold-chunk.ts";
import { decodeInstant, encodeInstant } from "./instant.ts";
import { createOwnerCache } from "./owner-cache.ts";
import type { OwnerCache } from "./owner-cache.ts";
import type { Tombstones } from "./tombstones.ts";

export interface IngestProjectionDeps {
  readonly store: StateStore;
  readonly validate: EventValidator;
  /** How many partitions `events` has. */
  readonly partitions: number;
  readonly tombstones: Tombstones;
  readonly clock: ClockKind;
  readonly defaultCurrency: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Turns `events` into customers in the state store and `customer-updates`, exactly once in effect. */
export interface IngestProjection {
  /** The offset of `events` to go on from. */
  readonly from: (partition: number) => Promise<number>;
  readonly apply: (batch: Batch) => Promise<void>;
}

/** What is known of one partition between two commits; valid only for the checkpoint it was built at. */
interface Progress {
  checkpoint: string | null;
  /** The stream's now as of the checkpoint. */
  clock: number;
  readonly cache: OwnerCache;
}

const scopeOf = (partition: number): Scope => ({ owner: "ingest", partition });
const clockId = (partition: number): string => `clock/${partition}`;

export function createIngestProjection(deps: IngestProjectionDeps): IngestProjection {
  const partitions = new Map<number, Progress>();

  const load = async (partition: number): Promise<Progress> => {
    const snapshot = await deps.store.read(scopeOf(partition), [{ collection: "installation", id: clockId(partition) }]);
    const progress = { checkpoint: snapshot.checkpoint, clock: decodeInstant(snapshot.values[0]), cache: createOwnerCache() };
    partitions.set(partition, progress);
    return progress;
  };
  const progressOf = async (partition: number): Promise<Progress> => partitions.get(partition) ?? (await load(partition));

  const apply = async (batch: Batch): Promise<void> => {
    for (;;) {
      const progress = await progressOf(batch.partition);
      const next = Number(progress.checkpoint ?? 0);
      const records = batch.records.filter((record) => record.offset >= next);
      if (records.length === 0) return;
      if (await applyChunk(deps, { partition: batch.partition, records, progress })) return;
      // Someone else moved the checkpoint: what is in memory is of another history.
      deps.logger.warn({ partition: batch.partition, checkpoint: progress.checkpoint }, "checkpoint moved, reading again");
      partitions.delete(batch.partition);
    }
  };

  return { from: async (partition) => Number((await load(partition)).checkpoint ?? 0), apply };
}

interface Chunk {
  readonly partition: number;
  readonly records: readonly LogRecord[];
  readonly progress: Progress;
}

/** One validated read, one fold, one guarded commit. `false` when the checkpoint was not the expected one; nothing has changed then. */
async function applyChunk(deps: IngestProjectionDeps, chunk: Chunk): Promise<boolean> {
  const { partition, records, progress } = chunk;
  if (!(await loadCustomers(deps, chunk))) return false;
  const result = foldChunk(records, {
    partition,
    partitions: deps.partitions,
    validate: deps.validate,
    clockKind: deps.clock,
    clock: progress.clock,
    defaultCurrency: deps.defaultCurrency,
    cache: progress.cache,
    tombstones: deps.tombstones,
  });
  const committed = await deps.store.commit(scopeOf(partition), commitOf(chunk, result));
  if (!committed) return false;
  progress.checkpoint = String(result.next);
  progress.clock = result.clock;
  progress.cache.trim();
  count(deps, result);
  return true;
}

/** Brings the customers that the chunk may touch into the cache, in one look with the checkpoint. */
async function loadCustomers(deps: IngestProjectionDeps, { partition, records, progress }: Chunk): Promise<boolean> {
  const unknown = [...customersOf(records)].filter((id) => !progress.cache.has(id));
  const refs: EntryRef[] = unknown.map((id) => ({ collection: "customers", id }));
  const tombstoneRefs: EntryRef[] = unknown.map((id) => ({ collection: "tombstones", id: deps.tombstones.keyOf(id) }));
  const snapshot = await deps.store.read(scopeOf(partition), [...refs, ...tombstoneRefs]);
  if (snapshot.checkpoint !== progress.checkpoint) return false;
  for (const [index, id] of unknown.entries()) {
    const bytes = snapshot.values[index];
    const customer: Customer | null = bytes === undefined ? null : decodeCustomer(bytes);
    progress.cache.load(id, { customer, erasedAt: decodeInstant(snapshot.values[unknown.length + index]) });
  }
  return true;
}

/** An event is only taken under its customerId as the key, so the keys say whom the records may change. */
function customersOf(records: readonly LogRecord[]): ReadonlySet<string> {
  // What is longer is no customerId, and may be too long to be looked up.
  return new Set(records.flatMap(({ key }) => (key.length <= MAX_ID_BYTES ? [key] : [])));
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

/** The stream's now of a partition as it stands in the store. */
export async function storedClock(store: StateStore, partitions: number): Promise<number> {
  const ids = Array.from({ length: partitions }, (_, partition) => clockId(partition));
  const values = await store.get("installation", ids);
  return Math.max(0, ...values.map(decodeInstant));
}
