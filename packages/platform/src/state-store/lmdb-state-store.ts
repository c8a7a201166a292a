import { AppError } from "@segue/shared/errors";
import type { Commit, Entry, EntryRef, Scope, StateStore } from "@segue/shared/ports/state-store";
import { encodeChange } from "../lmdb/change.ts";
import { applyWhole } from "../lmdb/journal.ts";
import { checkpointKey, collectionRange, entryKey, idOf } from "../lmdb/keys.ts";
import type { LmdbEnvironment } from "../lmdb/lmdb-environment.ts";
import { splitRuns } from "../lmdb/log-writer.ts";

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
  const look = async <T>(read: () => T): Promise<T> => {
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
        if (checkpointOf(checkpointKey(scope)) !== change.expected) return false;
        applyWhole(env, prepared);
        return true;
      });
      inFlight.add(committed);
      try {
        const kept = await committed;
        if (kept && change.publish.length > 0) env.wakeUp.notify();
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

/** Checks and encodes a commit outside of the transaction: nothing in it can fail halfway through. */
function prepare(scope: Scope, { next, puts, deletes, publish }: Commit): Buffer {
  return encodeChange({
    checkpoint: { key: checkpointKey(scope), value: Buffer.from(next) },
    puts: puts.map((entry) => ({ key: checkedKey(entry), value: checkedValue(entry) })),
    deletes: deletes.map(checkedKey),
    runs: splitRuns(publish),
  });
}

function checkedKey(ref: EntryRef): Buffer {
  const key = entryKey(ref);
  if (key.length <= MAX_KEY_BYTES) return key;
  throw new AppError("invalid_entry", `An id in ${ref.collection} is too long: a key may take ${MAX_KEY_BYTES} bytes, not ${key.length}.`);
}

function checkedValue({ value }: Entry): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new AppError("invalid_entry", "A value must be bytes.");
}
