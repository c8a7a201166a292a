import { AppError } from "@segue/shared/errors";
import type { Batch, LogRecord, Topic } from "@segue/shared/ports/event-log";
import { decodeRecords, frameHead } from "./frame.ts";
import type { FrameHead } from "./frame.ts";
import { headOf, readHeads } from "./heads.ts";
import type { Heads } from "./heads.ts";
import { frameKey } from "./keys.ts";
import type { LmdbEnvironment } from "./lmdb-environment.ts";

export interface LogReader {
  /** The next records in global order, all of one topic, or null when there are none yet. */
  next(maxRecords: number): Promise<Batch | null>;
}

/** A frame in hand: read once, however many batches it takes. */
interface Frame {
  readonly head: FrameHead;
  readonly bytes: Buffer;
}

interface Cursor {
  readonly topic: Topic;
  position: number;
  frame: Frame | null;
}

/** Small records are gathered up to the reader's maximum, large ones only up to about this much memory. */
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Merges topics by the sequence of their frames, which is the order of the transactions. Sequences become visible in
 * order, so a frame that is committed later always belongs behind all those seen now: nothing can be skipped.
 */
export function createLogReader(env: LmdbEnvironment, from: ReadonlyMap<Topic, number>): LogReader {
  const cursors: readonly Cursor[] = [...from].map(([topic, position]) => ({ topic, position, frame: null }));
  return { next: (maxRecords) => env.look(() => nextBatch(env, cursors, maxRecords)) };
}

function nextBatch(env: LmdbEnvironment, cursors: readonly Cursor[], maxRecords: number): Batch | null {
  const heads = readHeads(env.meta);
  for (const cursor of cursors) refill(env, cursor, heads);
  const first = foremost(cursors);
  if (first === null) return null;
  const records: LogRecord[] = [];
  let bytes = 0;
  do {
    bytes += take(first, maxRecords, records);
    refill(env, first, heads);
  } while (foremost(cursors) === first && records.length < maxRecords && bytes < BATCH_BYTES);
  return { topic: first.topic, partition: 0, records, end: headOf(heads, first.topic).end };
}

/** Moves what still fits from the frame in hand to `records` and returns the frame's size. */
function take(cursor: Cursor, limit: number, records: LogRecord[]): number {
  if (cursor.frame === null) return 0;
  decodeRecords(cursor.frame.bytes, { from: cursor.position, limit }, records);
  cursor.position = (records[records.length - 1]?.offset ?? cursor.position) + 1;
  return cursor.frame.bytes.length;
}

/** The topic whose next frame was committed first. */
function foremost(cursors: readonly Cursor[]): Cursor | null {
  return cursors.reduce<Cursor | null>((best, cursor) => {
    if (cursor.frame === null) return best;
    return best?.frame && best.frame.head.sequence < cursor.frame.head.sequence ? best : cursor;
  }, null);
}

function refill(env: LmdbEnvironment, cursor: Cursor, heads: Heads): void {
  const { frame, position, topic } = cursor;
  if (frame !== null && position < frame.head.baseOffset + frame.head.count) return;
  const { first, end } = headOf(heads, topic);
  if (position < first || position > end) throw outOfRange(topic, position, { first, end });
  cursor.frame = position === end ? null : readFrame(env, topic, position);
}

/** The frame that holds an offset: usually the one that begins there, else the last one that begins before. */
function readFrame(env: LmdbEnvironment, topic: Topic, offset: number): Frame {
  const bytes = env.frames.get(frameKey(topic, offset)) ?? frameAround(env, topic, offset);
  return { head: frameHead(bytes), bytes };
}

function frameAround(env: LmdbEnvironment, topic: Topic, offset: number): Buffer {
  const downwards = { start: frameKey(topic, offset), end: frameKey(topic, 0), inclusiveEnd: true, reverse: true, limit: 1 };
  for (const { value } of env.frames.getRange(downwards)) return value;
  const message = `Topic ${topic} has no frame with offset ${offset}, though it should. Restore the folder ${env.path} from a backup.`;
  throw new AppError("data_folder_damaged", message);
}

function outOfRange(topic: Topic, wanted: number, { first, end }: { readonly first: number; readonly end: number }): AppError {
  const why = wanted < first ? "older records have been removed by retention" : "the reader is ahead of the log";
  const message = `Topic ${topic} cannot be read from offset ${wanted}: it is kept from ${first} and ends at ${end}; ${why}.`;
  return new AppError("offset_out_of_range", message);
}
