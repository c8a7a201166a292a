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
  let kept = first;
  let removed = 0;
  while (kept < end && removed < FRAMES_PER_TRANSACTION) {
    const key = frameKey(topic, kept);
    const frame = env.frames.get(key);
    if (frame === undefined) break;
    const { timestamp, count } = frameHead(frame);
    if (timestamp >= olderThan) break;
    env.frames.removeSync(key);
    kept += count;
    removed += 1;
  }
  if (removed > 0) writeHeads(env.meta, { ...heads, topics: { ...heads.topics, [topic]: { first: kept, end } } });
  return { first: kept, more: removed === FRAMES_PER_TRANSACTION };
}
