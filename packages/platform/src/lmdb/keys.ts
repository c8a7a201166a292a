import type { Topic } from "@segue/shared/ports/event-log";
import type { Collection, EntryRef, Scope } from "@segue/shared/ports/state-store";

// Keys are bytes, not lmdb's own encoding: that one cannot hold a NUL, and here the byte order is the order of a range in any language.
const OFFSET_BYTES = 6;
const SEPARATOR = "\u0000";
const AFTER_SEPARATOR = "\u0001";

/** Half-open bounds of a range of keys. */
export interface KeyRange {
  readonly start: Buffer;
  readonly end: Buffer;
}

/** Where a frame lies: by topic, then by the offset of its first record. */
export function frameKey(topic: Topic, baseOffset: number): Buffer {
  const key = Buffer.allocUnsafe(topic.length + 1 + OFFSET_BYTES);
  key.write(topic, "latin1");
  key[topic.length] = 0;
  key.writeUIntBE(baseOffset, topic.length + 1, OFFSET_BYTES);
  return key;
}

/** Where an entry of a collection lies; collections are apart, ids within one are in byte order. */
export function entryKey({ collection, id }: EntryRef): Buffer {
  return Buffer.from(collection + SEPARATOR + id);
}

/** Every key of a collection. */
export function collectionRange(collection: Collection): KeyRange {
  return { start: Buffer.from(collection + SEPARATOR), end: Buffer.from(collection + AFTER_SEPARATOR) };
}

/** The id that `entryKey` put into a key. */
export function idOf(collection: Collection, key: Buffer): string {
  return key.toString("utf8", collection.length + 1);
}

/** Where a scope's checkpoint lies. */
export function checkpointKey(scope: Scope): Buffer {
  return Buffer.from(`checkpoint${SEPARATOR}${scope.owner}${SEPARATOR}${scope.partition}`);
}
