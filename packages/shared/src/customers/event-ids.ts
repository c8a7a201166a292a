import { hash32 } from "./hash.ts";

/** An event id is recognised as a repeat while it is among this many of the customer's latest. */
const REMEMBERED_EVENTS = 32;

/**
 * Bytes of an id: a hash of 32 bits and 16 bits of another. A new id is falsely taken for one of 32 with a chance of
 * 32 / 2^48 = 1.1e-13: once in nine million million events.
 */
const WIDTH = 6;
const SECOND_SEED = 0x9e3779b9;

/** The last event ids of a customer: 48 bits of hashes each, little-endian, oldest first. Patched in place, as the history is. */
export interface EventIds {
  readonly hashes: DataView;
  /** Bytes in use. */
  length: number;
}

export function noEventIds(): EventIds {
  return { hashes: new DataView(new ArrayBuffer(REMEMBERED_EVENTS * WIDTH)), length: 0 };
}

/** From the stored bytes, which are copied. */
export function restoreEventIds(bytes: Uint8Array): EventIds {
  const ids = noEventIds();
  new Uint8Array(ids.hashes.buffer).set(bytes);
  ids.length = bytes.length;
  return ids;
}

/** The bytes to store: a view. */
export function eventIdBytes({ hashes, length }: EventIds): Uint8Array {
  return new Uint8Array(hashes.buffer, 0, length);
}

/** Whether `id` is among the remembered ids. */
export function isRepeat({ hashes, length }: EventIds, id: string): boolean {
  if (length === 0) return false;
  const first = hash32(id);
  for (let at = 0; at < length; at += WIDTH) {
    if (hashes.getUint32(at, true) === first && hashes.getUint16(at + 4, true) === (hash32(id, SECOND_SEED) & 0xffff)) return true;
  }
  return false;
}

/** Adds an id; when there is no room, the oldest is forgotten. */
export function remember(ids: EventIds, id: string): void {
  const { hashes } = ids;
  if (ids.length === hashes.byteLength) {
    new Uint8Array(hashes.buffer).copyWithin(0, WIDTH);
    ids.length -= WIDTH;
  }
  hashes.setUint32(ids.length, hash32(id), true);
  hashes.setUint16(ids.length + 4, hash32(id, SECOND_SEED) & 0xffff, true);
  ids.length += WIDTH;
}
