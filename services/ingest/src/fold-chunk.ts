import { evolve } from "@segue/shared/customers/evolve";
import type { RejectCode, Rejection } from "@segue/shared/errors";
import type { Cause } from "@segue/shared/events/customer-update";
import type { EventType, ShopEvent } from "@segue/shared/events/index";
import type { LogRecord, NewRecord } from "@segue/shared/ports/event-log";
import type { Entry, EntryRef } from "@segue/shared/ports/state-store";
import type { ClockKind } from "@segue/platform/clock";
import { deadLetter } from "./dead-letter.ts";
import { readIncoming } from "./incoming.ts";
import type { Incoming, ReadContext } from "./incoming.ts";
import type { Owned, OwnerCache } from "./owner-cache.ts";
import type { Tombstones } from "@segue/platform/tombstones";
import { createUpdateWriter } from "./update-writer.ts";
import type { UpdateWriter } from "./update-writer.ts";

export interface FoldContext extends ReadContext {
  readonly clockKind: ClockKind;
  /** The stream's now before the chunk. */
  readonly clock: number;
  readonly defaultCurrency: string;
  readonly cache: OwnerCache;
  readonly tombstones: Tombstones;
}

/** Everything a chunk of events changes, computed without touching anything but the cache. */
export interface ChunkResult {
  /** The source offset after the chunk. */
  readonly next: number;
  readonly clock: number;
  readonly puts: readonly Entry[];
  readonly deletes: readonly EntryRef[];
  readonly publish: readonly NewRecord[];
  readonly counts: Counts;
}

interface Counts {
  repeats: number;
  afterErase: number;
  unmatched: number;
  /** Records that are no event, or not where they belong. */
  poison: number;
  readonly rejected: Map<RejectCode, number>;
  readonly applied: Map<EventType, number>;
}

interface Fold extends FoldContext {
  clock: number;
  readonly writer: UpdateWriter;
  readonly deadLetters: NewRecord[];
  readonly counts: Counts;
}

/** Applies events in their order. Depends only on the cache's customers and the records, so that a repeat gives the same bytes. */
export function foldChunk(records: readonly LogRecord[], context: FoldContext): ChunkResult {
  const first = records[0]?.offset ?? 0;
  const counts: Counts = { repeats: 0, afterErase: 0, unmatched: 0, poison: 0, rejected: new Map(), applied: new Map() };
  const writer = createUpdateWriter({ partition: context.partition, from: first, tombstones: context.tombstones });
  const fold: Fold = { ...context, writer, deadLetters: [], counts };
  let next = first;
  for (const record of records) {
    next = record.offset + 1;
    // Each is parsed when its turn comes: a whole chunk of parsed events would outlive a collection and be copied in it.
    applyIncoming(fold, readIncoming(record, context));
    writer.recordDone(next, fold.clock);
  }
  const written = writer.finish(next, fold.clock);
  return { next, clock: fold.clock, puts: written.puts, deletes: written.deletes, publish: [...written.updates, ...fold.deadLetters], counts };
}

function applyIncoming(fold: Fold, incoming: Incoming): void {
  const { record } = incoming;
  if (fold.clockKind === "wall") fold.clock = Math.max(fold.clock, record.timestamp);
  if (incoming.ok) return applyEvent(fold, incoming);
  fold.counts.poison++;
  refuse(fold, record, incoming.rejection);
}

type Applicable = Extract<Incoming, { ok: true }>;

function applyEvent(fold: Fold, { event, record, time }: Applicable): void {
  const owned = fold.cache.get(event.customerId);
  const at = time ?? nowOf(fold, record);
  // 0 says that the customer was never erased, and no event is that old.
  if (owned.customer === null && at <= owned.erasedAt) {
    fold.counts.afterErase++;
    return;
  }
  const evolved = evolve(owned.customer, event, { time: at, offset: record.offset, defaultCurrency: fold.defaultCurrency });
  switch (evolved.outcome) {
    case "repeat":
      fold.counts.repeats++;
      return;
    case "rejected":
      return refuse(fold, record, evolved.rejection);
    case "applied":
      fold.counts.unmatched += evolved.unmatched;
      return keep(fold, { event, record, cause: evolved.cause, at }, { customer: evolved.customer, erasedAt: owned.erasedAt });
    default:
      evolved satisfies never;
  }
}

/** The time of an event that names none. */
function nowOf({ clock }: Fold, record: LogRecord): number {
  return clock === 0 ? record.timestamp : clock;
}

interface AppliedEvent {
  readonly event: ShopEvent;
  readonly record: LogRecord;
  readonly cause: Cause;
  readonly at: number;
}

function keep(fold: Fold, { event, record, cause, at }: AppliedEvent, { customer, erasedAt }: Owned): void {
  const { customerId, type } = event;
  const owned: Owned = { customer, erasedAt: type === "erase" ? Math.max(at, erasedAt) : erasedAt };
  fold.writer.beforeChange({ offset: record.offset, customerId, isErasure: type === "erase" }, fold.clock);
  if (fold.clockKind === "event") fold.clock = Math.max(fold.clock, at);
  fold.cache.load(customerId, owned);
  fold.writer.changed({ offset: record.offset, customerId, cause }, owned);
  fold.counts.applied.set(type, (fold.counts.applied.get(type) ?? 0) + 1);
}

function refuse(fold: Fold, record: LogRecord, rejection: Rejection): void {
  fold.deadLetters.push(deadLetter(record, fold.partition, rejection));
  fold.counts.rejected.set(rejection.code, (fold.counts.rejected.get(rejection.code) ?? 0) + 1);
}
