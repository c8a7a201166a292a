import { AppError } from "@segue/shared/errors";
import type { LogRecord, NewRecord } from "@segue/shared/ports/event-log";

/**
 * A frame is what the log stores under one key: records of one topic that were committed together.
 *
 *   0 u8 schema | 4 u32 count | 8 f64 sequence | 16 f64 base offset | 24 f64 timestamp | 32 records
 *   record: u32 key length | i32 value length, -1 for a tombstone | key, UTF-8 | value
 *
 * All numbers are little-endian.
 */
const FRAME_SCHEMA = 1;

const HEAD_BYTES = 32;
const RECORD_HEAD_BYTES = 8;
const TOMBSTONE = -1;

export interface FrameHead {
  /** Place of the frame among all frames of all topics. */
  readonly sequence: number;
  readonly baseOffset: number;
  readonly timestamp: number;
  readonly count: number;
}

/** Bytes of records as they lie in a frame, without its head. */
export function bodyLength(records: readonly NewRecord[]): number {
  return records.reduce((sum, { key, value }) => sum + RECORD_HEAD_BYTES + Buffer.byteLength(key) + (value?.length ?? 0), 0);
}

/** Records as they lie in a frame, without its head; such bodies may be joined. */
export function encodeBody(records: readonly NewRecord[]): Buffer {
  const body = Buffer.allocUnsafe(bodyLength(records));
  writeBody(records, body);
  return body;
}

/** Writes records to the start of `body`, which has room for them. */
export function writeBody(records: readonly NewRecord[], body: Buffer): void {
  let at = 0;
  for (const { key, value } of records) {
    const keyLength = body.write(key, at + RECORD_HEAD_BYTES);
    body.writeUInt32LE(keyLength, at);
    body.writeInt32LE(value?.length ?? TOMBSTONE, at + 4);
    at += RECORD_HEAD_BYTES + keyLength;
    if (value !== null) {
      body.set(value, at);
      at += value.length;
    }
  }
}

/** A head and bodies, joined into one frame. */
export function sealFrame(head: FrameHead, bodies: readonly Buffer[]): Buffer {
  const frame = Buffer.allocUnsafe(bodies.reduce((sum, body) => sum + body.length, HEAD_BYTES));
  frame.writeUInt32LE(FRAME_SCHEMA, 0);
  frame.writeUInt32LE(head.count, 4);
  frame.writeDoubleLE(head.sequence, 8);
  frame.writeDoubleLE(head.baseOffset, 16);
  frame.writeDoubleLE(head.timestamp, 24);
  let at = HEAD_BYTES;
  for (const body of bodies) {
    frame.set(body, at);
    at += body.length;
  }
  return frame;
}

/** The head of a stored frame; throws for a layout this version does not know. */
export function frameHead(frame: Buffer): FrameHead {
  const schema = frame[0];
  if (schema !== FRAME_SCHEMA) {
    const message = `A frame of the log has schema ${schema}, this version reads ${FRAME_SCHEMA}: run the version that wrote it.`;
    throw new AppError("data_folder_newer", message);
  }
  return {
    count: frame.readUInt32LE(4),
    sequence: frame.readDoubleLE(8),
    baseOffset: frame.readDoubleLE(16),
    timestamp: frame.readDoubleLE(24),
  };
}

/** Adds a frame's records from offset `from` on to `into`, until that holds `limit`. Values are views of the frame, not copies. */
export function decodeRecords(frame: Buffer, range: { readonly from: number; readonly limit: number }, into: LogRecord[]): void {
  const { baseOffset, count, timestamp } = frameHead(frame);
  let at = HEAD_BYTES;
  for (let i = 0; i < count && into.length < range.limit; i++) {
    const keyEnd = at + RECORD_HEAD_BYTES + frame.readUInt32LE(at);
    const length = frame.readInt32LE(at + 4);
    const end = keyEnd + Math.max(0, length);
    if (baseOffset + i >= range.from) {
      const key = frame.toString("utf8", at + RECORD_HEAD_BYTES, keyEnd);
      into.push({ offset: baseOffset + i, key, value: length === TOMBSTONE ? null : frame.subarray(keyEnd, end), timestamp });
    }
    at = end;
  }
}
