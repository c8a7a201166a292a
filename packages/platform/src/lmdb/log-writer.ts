import { AppError } from "@segue/shared/errors";
import type { NewRecord, RecordPosition, Topic } from "@segue/shared/ports/event-log";
import { encodeBody, sealFrame } from "./frame.ts";
import { headOf, readHeads, writeHeads } from "./heads.ts";
import { frameKey } from "./keys.ts";
import type { Tables } from "./table.ts";

/** Consecutive records of one topic, encoded. */
export interface Run {
  readonly topic: Topic;
  readonly count: number;
  readonly body: Buffer;
}

/** Consecutive records of one topic, no more than a frame holds. */
export interface RecordRun {
  readonly topic: Topic;
  readonly records: readonly NewRecord[];
}

interface JoinedRuns {
  readonly topic: Topic;
  readonly runs: Run[];
  count: number;
  bytes: number;
}

/** A reader copies a frame as a whole, so frames stay small enough to be copied often. */
const FRAME_RECORDS = 1000;
const FRAME_BYTES = 1024 * 1024;
const RECORD_OVERHEAD = 8;

/** Checks and encodes records outside of the write transaction, so that the writer lock is held only for copying. */
export function encodeRuns(records: readonly NewRecord[]): readonly Run[] {
  return splitRuns(records).map(({ topic, records: some }) => ({ topic, count: some.length, body: encodeBody(some) }));
}

/** Checks records and divides them into runs. */
export function splitRuns(records: readonly NewRecord[]): readonly RecordRun[] {
  const runs: { readonly topic: Topic; readonly records: NewRecord[] }[] = [];
  let bytes = 0;
  for (const record of records) {
    checkRecord(record);
    const size = record.key.length + (record.value?.length ?? 0) + RECORD_OVERHEAD;
    const last = runs[runs.length - 1];
    if (last?.topic === record.topic && last.records.length < FRAME_RECORDS && bytes + size <= FRAME_BYTES) {
      last.records.push(record);
      bytes += size;
    } else {
      runs.push({ topic: record.topic, records: [record] });
      bytes = size;
    }
  }
  return runs;
}

/** The records' positions, given the offset of each run's first one. */
export function positionsOf(runs: readonly Run[], baseOffsets: readonly number[]): readonly RecordPosition[] {
  return runs.flatMap(({ count }, i) => {
    const base = baseOffsets[i] ?? 0;
    return Array.from({ length: count }, (_, j) => ({ partition: 0, offset: base + j }));
  });
}

/**
 * Appends runs, in order, and returns the offset of each one's first record; only within a write transaction. The ends
 * come last: were the thread ended before, the frames would count for nothing and be written over.
 */
export function writeRuns({ meta, frames, now }: Tables, runs: readonly Run[]): readonly number[] {
  const timestamp = now();
  const baseOffsets: number[] = [];
  let heads = readHeads(meta);
  for (const frame of joinRuns(runs)) {
    const { topic, count } = frame;
    const { first, end: baseOffset } = headOf(heads, topic);
    let offset = baseOffset;
    for (const run of frame.runs) {
      baseOffsets.push(offset);
      offset += run.count;
    }
    const bodies = frame.runs.map((run) => run.body);
    frames.putSync(frameKey(topic, baseOffset), sealFrame({ sequence: heads.sequence, baseOffset, timestamp, count }, bodies));
    heads = { ...heads, sequence: heads.sequence + 1, topics: { ...heads.topics, [topic]: { first, end: offset } } };
  }
  writeHeads(meta, { ...heads, sequence: heads.sequence + 1 });
  return baseOffsets;
}

/** Small runs of one topic that follow each other share a frame: single events appended at the same time cost one frame, not one each. */
function joinRuns(runs: readonly Run[]): readonly JoinedRuns[] {
  const frames: JoinedRuns[] = [];
  for (const run of runs) {
    const last = frames[frames.length - 1];
    const joins = last?.topic === run.topic && last.count + run.count <= FRAME_RECORDS && last.bytes + run.body.length <= FRAME_BYTES;
    if (joins) {
      last.runs.push(run);
      last.count += run.count;
      last.bytes += run.body.length;
    } else {
      frames.push({ topic: run.topic, runs: [run], count: run.count, bytes: run.body.length });
    }
  }
  return frames;
}

function checkRecord({ key, value, partition = 0 }: NewRecord): void {
  const refuse = (message: string) => new AppError("invalid_record", message);
  if (partition !== 0) throw refuse(`This log has one partition, 0; a record asks for partition ${partition}.`);
  if (typeof key !== "string") throw refuse("A record's key must be a string.");
  if (value !== null && !(value instanceof Uint8Array)) throw refuse("A record's value must be bytes, or null.");
}
