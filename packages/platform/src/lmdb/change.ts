import type { Topic } from "@segue/shared/ports/event-log";
import { writeRuns } from "./log-writer.ts";
import type { Run } from "./log-writer.ts";
import type { Table, Tables } from "./table.ts";

/** All that one commit of the state store does, with keys and records encoded. */
export interface Change {
  readonly checkpoint: { readonly key: Buffer; readonly value: Buffer };
  readonly puts: readonly { readonly key: Buffer; readonly value: Uint8Array }[];
  readonly deletes: readonly Buffer[];
  readonly runs: readonly Run[];
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

const NOTHING = Buffer.alloc(0);

/** One block of bytes that `applyChange` can work from, any number of times; its stamp is still to be set. */
export function encodeChange({ checkpoint, puts, deletes, runs }: Change): Buffer {
  const steps: readonly Step[] = [
    ...puts.map(({ key, value }) => ({ kind: PUT, key, value, count: 0 })),
    ...deletes.map((key) => ({ kind: DELETE, key, value: NOTHING, count: 0 })),
    { kind: CHECKPOINT, ...checkpoint, count: 0 },
    ...runs.map(({ topic, body, count }) => ({ kind: RUN, key: Buffer.from(topic), value: body, count })),
  ];
  const bytes = Buffer.allocUnsafe(steps.reduce((sum, { key, value }) => sum + STEP_BYTES + key.length + value.length, STAMP_BYTES));
  let at = STAMP_BYTES;
  for (const { kind, key, value, count } of steps) {
    bytes.writeUInt32LE(kind, at);
    bytes.writeUInt32LE(key.length, at + 4);
    bytes.writeUInt32LE(value.length, at + 8);
    bytes.writeUInt32LE(count, at + 12);
    bytes.set(key, at + STEP_BYTES);
    bytes.set(value, at + STEP_BYTES + key.length);
    at += STEP_BYTES + key.length + value.length;
  }
  return bytes;
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
