import type { Topic } from "@segue/shared/ports/event-log";
import { bodyLength, writeBody } from "./frame.ts";
import { writeRuns } from "./log-writer.ts";
import type { RecordRun, Run } from "./log-writer.ts";
import type { Table, Tables } from "./table.ts";

/** All that one commit of the state store does, with keys encoded. */
export interface Change {
  readonly checkpoint: { readonly key: Buffer; readonly value: Buffer };
  readonly puts: readonly { readonly key: Buffer; readonly value: Uint8Array }[];
  readonly deletes: readonly Buffer[];
  readonly runs: readonly RecordRun[];
}

// A step: u32 kind | u32 key length | u32 value length | u32 records of a run | key | value. After the stamp, u64.
const STAMP_BYTES = 8;
const STEP_BYTES = 16;
const CHECKPOINT = 1;
const PUT = 2;
const DELETE = 3;
const RUN = 4;

interface Step {
  readonly kind: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly count: number;
}

/** Where the next step begins. */
interface Place {
  readonly bytes: Buffer;
  at: number;
}

const NOTHING = Buffer.alloc(0);

/** One block of bytes that `applyChange` can work from, any number of times; its stamp is still to be set. */
export function encodeChange({ checkpoint, puts, deletes, runs }: Change): Buffer {
  const entries = [...puts, checkpoint].reduce((sum, { key, value }) => sum + STEP_BYTES + key.length + value.length, 0);
  const removals = deletes.reduce((sum, key) => sum + STEP_BYTES + key.length, 0);
  const bodies = runs.map((run) => ({ run, length: bodyLength(run.records) }));
  const published = bodies.reduce((sum, { run, length }) => sum + STEP_BYTES + run.topic.length + length, 0);
  const bytes = Buffer.allocUnsafe(STAMP_BYTES + entries + removals + published);
  const place: Place = { bytes, at: STAMP_BYTES };
  for (const { key, value } of puts) writeEntry(place, PUT, { key, value });
  for (const key of deletes) writeEntry(place, DELETE, { key, value: NOTHING });
  writeEntry(place, CHECKPOINT, checkpoint);
  // Straight from the records: what is published is most of a change, and here is where it is joined anyway.
  for (const { run, length } of bodies) writeRun(place, run, length);
  return bytes;
}

function writeEntry(place: Place, kind: number, { key, value }: { readonly key: Uint8Array; readonly value: Uint8Array }): void {
  writeStepHead(place, { kind, key, length: value.length, count: 0 });
  place.bytes.set(value, place.at);
  place.at += value.length;
}

function writeRun(place: Place, { topic, records }: RecordRun, length: number): void {
  writeStepHead(place, { kind: RUN, key: Buffer.from(topic), length, count: records.length });
  writeBody(records, place.bytes.subarray(place.at, place.at + length));
  place.at += length;
}

function writeStepHead(place: Place, step: Omit<Step, "value"> & { readonly length: number }): void {
  const { bytes, at } = place;
  bytes.writeUInt32LE(step.kind, at);
  bytes.writeUInt32LE(step.key.length, at + 4);
  bytes.writeUInt32LE(step.length, at + 8);
  bytes.writeUInt32LE(step.count, at + 12);
  bytes.set(step.key, at + STEP_BYTES);
  place.at = at + STEP_BYTES + step.key.length;
}

/** Marks a change with the sequence of the log it was begun at. */
export function stampChange(change: Buffer, sequence: number): void {
  change.writeDoubleLE(sequence, 0);
}

export function stampOf(change: Buffer): number {
  return change.readDoubleLE(0);
}

/** Does what a change says. The log goes last and its sequence moves on in any case: that step alone tells whether all was done. */
export function applyChange(tables: Tables, change: Buffer): void {
  const runs: Run[] = [];
  for (const { kind, key, value, count } of stepsOf(change)) {
    if (kind === RUN) runs.push({ topic: key.toString() as Topic, body: value, count });
    else applyEntry(kind === CHECKPOINT ? tables.meta : tables.state, { kind, key, value });
  }
  writeRuns(tables, runs);
}

function applyEntry(table: Table, { kind, key, value }: { readonly kind: number; readonly key: Buffer; readonly value: Buffer }): void {
  if (kind === DELETE) table.removeSync(key);
  else table.putSync(key, value);
}

function* stepsOf(change: Buffer): Generator<Step & { readonly key: Buffer; readonly value: Buffer }> {
  for (let at = STAMP_BYTES; at < change.length; ) {
    const keyAt = at + STEP_BYTES;
    const valueAt = keyAt + change.readUInt32LE(at + 4);
    const end = valueAt + change.readUInt32LE(at + 8);
    const [kind, count] = [change.readUInt32LE(at), change.readUInt32LE(at + 12)];
    yield { kind, key: change.subarray(keyAt, valueAt), value: change.subarray(valueAt, end), count };
    at = end;
  }
}
