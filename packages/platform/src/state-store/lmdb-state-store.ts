import { AppError } from "@segue/shared/errors";
import type { Commit, EntryRef, Scope, StateStore } from "@segue/shared/ports/state-store";
import { checkpointKey, collectionRange, entryKey, idOf } from "../lmdb/keys.ts";
import type { LmdbEnvironment } from "../lmdb/lmdb-environment.ts";
import { encodeRuns, writeRuns } from "../lmdb/log-writer.ts";
import type { Run } from "../lmdb/log-writer.ts";

/** A commit, checked and encoded: nothing in it can fail halfway through the transaction. */
interface Prepared {
  readonly checkpoint: Buffer;
  readonly expected: string | null;
  readonly next: Buffer;
  readonly puts: readonly (readonly [key: Buffer, value: Buffer])[];
  readonly deletes: readonly Buffer[];
  readonly runs: readonly Run[];
}

/** LMDB's own limit with pages of 4 kB is 1978. */
const MAX_KEY_BYTES = 1900;

/**
 * State in the same environment as the log: checkpoint, entries and published records are one transaction. A crash
 * takes both back to the same moment, to the end of some transaction, so a commit resolves once it is visible; it is
 * durable at the latest when a later append is. Closing the store leaves the environment open.
 */
export function createLmdbStateStore(env: LmdbEnvironment): StateStore {
  const inFlight = new Set<Promise<unknown>>();
  const checkpointOf = (key: Buffer) => env.meta.get(key)?.toString() ?? null;
  const valueOf = (ref: EntryRef): Uint8Array | undefined => env.state.get(entryKey(ref));
  let closed = false;
  const checkOpen = () => {
    if (closed) throw new AppError("store_closed", `The state store in ${env.path} has been closed.`);
  };
  const look = <T>(read: () => T): T => {
    checkOpen();
    return env.look(read);
  };

  return {
    read: async (scope, refs) => look(() => ({ checkpoint: checkpointOf(checkpointKey(scope)), values: refs.map(valueOf) })),
    get: async (collection, ids) => look(() => ids.map((id) => valueOf({ collection, id }))),
    commit: async (scope, change) => {
      checkOpen();
      const prepared = prepare(scope, change);
      const { committed } = env.write(() => {
        if (checkpointOf(prepared.checkpoint) !== prepared.expected) return false;
        apply(env, prepared);
        return true;
      });
      inFlight.add(committed);
      try {
        const kept = await committed;
        if (kept && prepared.runs.length > 0) env.wakeUp.notify();
        return kept;
      } finally {
        inFlight.delete(committed);
      }
    },
    scan: async (collection, { cursor, limit }) =>
      look(() => {
        const { start, end } = collectionRange(collection);
        const after = cursor === null ? { start } : { start: entryKey({ collection, id: cursor }), exclusiveStart: true };
        // One more than asked for tells whether there is a next page.
        const found = [...env.state.getRange({ ...after, end, limit: limit + 1 })];
        const entries = found.slice(0, limit).map(({ key, value }) => ({ id: idOf(collection, key), value }));
        return { entries, cursor: found.length > limit ? (entries[entries.length - 1]?.id ?? null) : null };
      }),
    close: async () => {
      closed = true;
      await Promise.allSettled(inFlight);
    },
  };
}

function prepare(scope: Scope, { expected, next, puts, deletes, publish }: Commit): Prepared {
  return {
    checkpoint: checkpointKey(scope),
    expected,
    next: Buffer.from(next),
    puts: puts.map((entry) => [checkedKey(entry), bytesOf(entry.value)]),
    deletes: deletes.map(checkedKey),
    runs: encodeRuns(publish),
  };
}

function apply(env: LmdbEnvironment, { checkpoint, next, puts, deletes, runs }: Prepared): void {
  env.meta.putSync(checkpoint, next);
  for (const [key, value] of puts) env.state.putSync(key, value);
  for (const key of deletes) env.state.removeSync(key);
  if (runs.length > 0) writeRuns(env, runs);
}

function checkedKey(ref: EntryRef): Buffer {
  const key = entryKey(ref);
  if (key.length <= MAX_KEY_BYTES) return key;
  throw new AppError("invalid_entry", `An id in ${ref.collection} is too long: a key may take ${MAX_KEY_BYTES} bytes, not ${key.length}.`);
}

function bytesOf(value: Uint8Array): Buffer {
  if (!(value instanceof Uint8Array)) throw new AppError("invalid_entry", "A value must be bytes.");
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
