import { hash32 } from "./hash.ts";

/** An event id is recognised as a repeat while it is among this many of the customer's latest. */
const REMEMBERED_EVENTS = 32;

const WIDTH = 8;
const SECOND_SEED = 0x9e3779b9;

/** Whether `id` is among the remembered ids. Two 32-bit hashes per id: within one customer a false match is out of reach. */
export function isRepeat(remembered: Uint8Array, id: string): boolean {
  if (remembered.length === 0) return false;
  const first = hash32(id);
  const view = new DataView(remembered.buffer, remembered.byteOffset, remembered.byteLength);
  for (let at = 0; at < remembered.length; at += WIDTH) {
    if (view.getUint32(at, true) === first && view.getUint32(at + 4, true) === hash32(id, SECOND_SEED)) return true;
  }
  return false;
}

/** The remembered ids with `id` added and, when full, the oldest dropped. */
export function remember(remembered: Uint8Array, id: string): Uint8Array {
  const kept = remembered.length >= REMEMBERED_EVENTS * WIDTH ? remembered.subarray(WIDTH) : remembered;
  const next = new Uint8Array(kept.length + WIDTH);
  next.set(kept);
  const view = new DataView(next.buffer);
  view.setUint32(kept.length, hash32(id), true);
  view.setUint32(kept.length + 4, hash32(id, SECOND_SEED), true);
  return next;
}
