import type { Batch, LogRecord, Topic } from "@segue/shared/ports/event-log";
import type { BatchInHand, PartitionBounds } from "./kafka-api.ts";
import { keepAlive } from "./keep-alive.ts";
import { boundsProblem, toRecord } from "./reader-place.ts";
import type { Place } from "./reader-place.ts";

export interface DeliveryDeps {
  readonly maxRecords: number;
  readonly heartbeatInterval: number;
  readonly boundsOf: (topic: Topic) => Promise<readonly PartitionBounds[]>;
  readonly onBatch: (batch: Batch) => Promise<void>;
  /** Whether the place is still this reader's, and the reader goes on. */
  readonly isCurrent: (place: Place) => boolean;
  /** Ends the reader. */
  readonly fail: (error: unknown) => void;
}

/**
 * Delivers what was fetched of one partition, piece by piece, and moves on after each piece that the subscriber has applied.
 * Rejects when the group is being reshuffled or a broker is away: what is left then is fetched again.
 */
export async function deliver(inHand: BatchInHand, place: Place, deps: DeliveryDeps): Promise<void> {
  const wanted = place.next;
  if (wanted === null || !deps.isCurrent(place)) return;
  const end = Number(inHand.batch.highWatermark);
  const records = inHand.batch.messages.map(toRecord).filter(({ offset }) => offset >= wanted);
  const low = await firstKept(place, records[0], deps);
  const problem = boundsProblem(place, wanted, { low, high: end });
  if (problem !== null) return deps.fail(problem);
  return records.length === 0 ? skip(inHand) : deliverPieces(inHand, { place, records, end }, deps);
}

/** A hole before the first record is what compaction or a transaction leaves behind, unless the log begins after it. */
async function firstKept(place: Place, first: LogRecord | undefined, { boundsOf }: DeliveryDeps): Promise<number> {
  if (first === undefined || first.offset === place.next) return 0;
  return (await boundsOf(place.topic))[place.partition]?.low ?? 0;
}

async function deliverPieces(inHand: BatchInHand, { place, records, end }: Piece, deps: DeliveryDeps): Promise<void> {
  for (let at = 0; at < records.length; at += deps.maxRecords) {
    if (!deps.isCurrent(place) || !inHand.isRunning() || inHand.isStale()) return;
    await deliverPiece(inHand, { place, records: records.slice(at, at + deps.maxRecords), end }, deps);
  }
}

interface Piece {
  readonly place: Place;
  readonly records: readonly LogRecord[];
  readonly end: number;
}

async function deliverPiece(inHand: BatchInHand, { place, records, end }: Piece, deps: DeliveryDeps): Promise<void> {
  const { topic, partition } = place;
  let lost: Error | null;
  try {
    lost = await keepAlive(inHand, deps.heartbeatInterval, () => deps.onBatch({ topic, partition, records, end }));
  } catch (error) {
    return deps.fail(error);
  }
  const last = records[records.length - 1]?.offset ?? 0;
  place.next = last + 1;
  inHand.resolveOffset(String(last));
  if (lost !== null) throw lost;
  await inHand.heartbeat();
}

function skip(inHand: BatchInHand): void {
  const { messages } = inHand.batch;
  const last = messages[messages.length - 1];
  if (last !== undefined) inHand.resolveOffset(last.offset);
}
