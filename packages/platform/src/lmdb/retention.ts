import { setImmediate } from "node:timers/promises";
import type { Topic } from "@segue/shared/ports/event-log";
import { frameHead } from "./frame.ts";
import { headOf, readHeads, writeHeads } from "./heads.ts";
import { frameKey } from "./keys.ts";
import type { LmdbEnvironment } from "./lmdb-environment.ts";

export interface TrimRequest {
  readonly topic: Topic;
  /** Frames accepted before this, in epoch milliseconds, go. */
  readonly olderThan: number;
}

export interface Retention {
  /** Removes the old frames from the start of a topic and returns the first offset that is kept. */
  trim(request: TrimRequest): Promise<number>;
}

/** Bounds a transaction: between two of them, other writers get their turn. */
const FRAMES_PER_TRANSACTION = 64;

/** Retention by age. It removes whole frames only, so records of up to one frame's neighbours may stay a little longer. */
export function createRetention(env: LmdbEnvironment): Retention {
  return {
    trim: async (request) => {
      for (;;) {
        const { first, more } = await env.write(() => trimSome(env, request)).durable;
        if (!more) return first;
        await setImmediate();
      }
    },
  };
}

function trimSome(env: LmdbEnvironment, { topic, olderThan }: TrimRequest): { readonly first: number; readonly more: boolean } {
  const heads = readHeads(env.meta);
  const { first, end } = headOf(heads, topic);
  const old = oldFrames(env, { topic, olderThan });
  const kept = old.reduce((_, { next }) => next, first);
  // The new start comes first: were the thread ended after it, frames would be left over for the next trim, but none missing.
  if (old.length > 0) writeHeads(env.meta, { ...heads, topics: { ...heads.topics, [topic]: { first: kept, end } } });
  for (const { key } of old) env.frames.removeSync(key);
  return { first: kept, more: old.length === FRAMES_PER_TRANSACTION };
}

function oldFrames(env: LmdbEnvironment, { topic, olderThan }: TrimRequest): readonly { readonly key: Buffer; readonly next: number }[] {
  const found: { key: Buffer; next: number }[] = [];
  const { end } = headOf(readHeads(env.meta), topic);
  const range = { start: frameKey(topic, 0), end: frameKey(topic, end), limit: FRAMES_PER_TRANSACTION };
  for (const { key, value } of env.frames.getRange(range)) {
    const { timestamp, baseOffset, count } = frameHead(value);
    if (timestamp >= olderThan) break;
    found.push({ key, next: baseOffset + count });
  }
  return found;
}
