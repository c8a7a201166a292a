import { randomUUID } from "node:crypto";
import { AppError } from "@segue/shared/errors";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { Collection, Commit, Entry, EntryRef, Scope, Snapshot, StateStore } from "@segue/shared/ports/state-store";
import { settle, writeGuarded } from "../redis/guarded-write.ts";
import type { GuardedWrite } from "../redis/guarded-write.ts";
import { createJointLook } from "../redis/joint-look.ts";
import type { JointLook } from "../redis/joint-look.ts";
import { look } from "../redis/look.ts";
import { checkpointKey, keysOf, placeIn, placesOf } from "../redis/placement.ts";
import type { KeySpace } from "../redis/placement.ts";
import type { RedisClient } from "../redis/redis-client.ts";
import { scanHashes } from "../redis/scan.ts";

export interface RedisStoreOptions {
  readonly client: RedisClient;
  readonly space: KeySpace;
  readonly log: EventLog;
  /** How long `get` and `scan` wait for a Redis that has gone away, in milliseconds; the client's own patience unless told otherwise. */
  readonly lookPatience?: number;
}

/**
 * State in Redis hashes, with the checkpoint of a scope under the same hash tag as its entries: a Redis that loses its last writes loses
 * both alike. A commit compares the checkpoint, publishes, and changes state and checkpoint as a whole where a script that compares again lets it. What is
 * published may so come twice, always with the same content, since it was computed from a state that was read together with its checkpoint.
 * Closing the store leaves client and log open.
 */
export function createRedisStateStore({ client, space, log, lookPatience }: RedisStoreOptions): StateStore {
  const looking = lookPatience === undefined ? client : client.within(lookPatience);
  const lookTogether = createJointLook(looking);
  const inFlight = new Set<Promise<unknown>>();
  let closed = false;
  const checkOpen = (): void => {
    if (closed) throw new AppError("store_closed", `The state store in Redis at ${client.hosts} has been closed.`);
  };

  const read = async (scope: Scope, refs: readonly EntryRef[]): Promise<Snapshot> => {
    const key = checkpointKey(scope, space);
    const fields = refs.map((ref) => ({ key: placeIn(scope, ref, space), field: ref.id }));
    for (;;) {
      const [at, unsettled, ...values] = await look(client, [{ key, field: "at" }, { key, field: "next" }, ...fields]);
      if (unsettled === undefined) return { checkpoint: at === undefined ? null : Buffer.from(at).toString("utf8"), values };
      await settle(client, key);
    }
  };

  const commit = async (scope: Scope, change: Commit): Promise<boolean> => {
    const write = prepare(scope, change, space);
    if (change.publish.length > 0) {
      // Of a writer whose turn is over nothing may get out.
      if ((await read(scope, [])).checkpoint !== change.expected) return false;
      await log.append(change.publish);
    }
    return writeGuarded(client, write);
  };

  return {
    read: async (scope, refs) => {
      checkOpen();
      return read(scope, refs);
    },
    commit: async (scope, change) => {
      checkOpen();
      const committed = commit(scope, change);
      inFlight.add(committed);
      try {
        return await committed;
      } finally {
        inFlight.delete(committed);
      }
    },
    get: async (collection, ids) => {
      checkOpen();
      return getAll({ lookTogether, space }, collection, ids);
    },
    scan: async (collection, page) => {
      checkOpen();
      return scanHashes(looking, keysOf(collection, space), page);
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(inFlight);
    },
  };
}

/** Checks a commit and finds the places of its entries: nothing of it has happened when it cannot be. */
function prepare(scope: Scope, { expected, next, puts, deletes }: Commit, space: KeySpace): GuardedWrite {
  return {
    checkpoint: checkpointKey(scope, space),
    expected,
    next,
    token: randomUUID(),
    puts: puts.map((entry) => ({ key: placeIn(scope, entry, space), field: entry.id, value: checkedValue(entry) })),
    deletes: deletes.map((ref) => ({ key: placeIn(scope, ref, space), field: ref.id })),
  };
}

function checkedValue({ value }: Entry): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new AppError("invalid_entry", "A value must be bytes.");
}

interface Asked {
  readonly key: string;
  readonly field: string;
  readonly index: number;
}

/** One look per home, all at the same time. */
async function getAll({ lookTogether, space }: { readonly lookTogether: JointLook; readonly space: KeySpace }, collection: Collection, ids: readonly string[]) {
  const homes = new Map<string, Asked[]>();
  for (const [index, id] of ids.entries()) {
    for (const [home, key] of placesOf({ collection, id }, space)) {
      const asked = homes.get(home) ?? [];
      asked.push({ key, field: id, index });
      homes.set(home, asked);
    }
  }
  const values = new Array<Uint8Array | undefined>(ids.length).fill(undefined);
  await Promise.all(
    Array.from(homes, async ([home, asked]) => {
      const found = await lookTogether(home, asked);
      for (const [i, { index }] of asked.entries()) values[index] = found[i] ?? values[index];
    }),
  );
  return values;
}
