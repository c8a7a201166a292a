import { evolve } from "@segue/shared/customers/evolve";
import type { RejectCode, Rejection } from "@segue/shared/errors";
import type { EventType } from "@segue/shared/events/index";
import type { LogRecord, NewRecord } from "@segue/shared/ports/event-log";
import type { Entry, EntryRef } from "@segue/shared/ports/state-store";
import type { ClockKind } from "@segue/platform/clock";
import { deadLetter } from "./dead-letter.ts";
import type { Incoming } from "./incoming.ts";
import type { OwnerCache } from "./owner-cache.ts";
import type { Tombstones } from "./tombstones.ts";
import { createUpdateWriter } from "./update-writer.ts";
import type { UpdateWriter } from "./update-writer.ts";

export interface FoldContext {
  readonly partition: number;
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
export function foldChunk(incoming: readonly Incoming[], context: FoldContext): ChunkResult {
  const first = incoming[0]?.record.offset ?? 0;
  const counts: Counts = { repeats: 0, afterErase: 0, unmatched: 0, rejected: new Map(), applied: new Map() };
  const writer = createUpdateWriter({ partition: context.partition, from: first, tombstones: context.tombstones });
  const fold: Fold = { ...context, writer, deadLetters: [], counts };
  let next = first;
  for (const item of incoming) {
    next = item.record.offset + 1;
    if (context.clockKind === "wall") fold.clock = Math.max(fold.clock, item.record.timestamp);
    if (item.ok) applyEvent(fold, item);
    else refuse(fold, item.record, item.rejection);
    writer.recordDone(next, fold.clock);
  }
  const written = writer.finish(next, fold.clock);
  return { next, clock: fold.clock, puts: written.puts, deletes: written.deletes, publish: [...written.updates, ...fold.deadLetters], counts };
}

function applyEvent(fold: Fold, { event, record, time }: Incoming & { ok: true }): void {
  const { customerId } = event;
  const owned = fold.cache.get(customerId);
  const at = time ?? (fold.clock === 0 ? record.timestamp : fold.clock);
  if (owned.customer === null && owned.erasedAt > 0 && at <= owned.erasedAt) {
    fold.counts.afterErase++;
    return;
  }
  const evolved = evolve(owned.customer, event, { time: at, offset: record.offset, defaultCurrency: fold.defaultCurrency });
  switch (evolved.outcome) {
    case "repeat":
      fold.counts.repeats++;
      return;
    case "rejected":
      refuse(fold, record, evolved.rejection);
      return;
    case "applied": {
      if (fold.clockKind === "event") fold.clock = Math.max(fold.clock, at);
      const erasedAt = event.type === "erase" ? Math.max(owned.erasedAt, at) : owned.erasedAt;
      fold.cache.load(customerId, { customer: evolved.customer, erasedAt });
      fold.writer.changed({ offset: record.offset, customerId, cause: evolved.cause }, { customer: evolved.customer, erasedAt });
      fold.counts.unmatched += evolved.unmatched;
      fold.counts.applied.set(event.type, (fold.counts.applied.get(event.type) ?? 0) + 1);
      return;
    }
    default:
      evolved satisfies never;
  }
}

function refuse(fold: Fold, record: LogRecord, rejection: Rejection): void {
  fold.deadLetters.push(deadLetter(record, fold.partition, rejection));
  fold.counts.rejected.set(rejection.code, (fold.counts.rejected.get(rejection.code) ?? 0) + 1);
}
