import { createHmac, randomBytes } from "node:crypto";
import { AppError } from "@segue/shared/errors";
import type { StateStore } from "@segue/shared/ports/state-store";

/**
 * What remains of an erased customer: a keyed hash of the id with the time of the erasure, so that an old event that comes again
 * cannot bring the customer back, and nobody without the key can tell whose it is.
 */
export interface Tombstones {
  readonly keyOf: (customerId: string) => string;
}

const KEY_ID = "tombstone-key";
/** Version of the stored key, in its first byte. */
const KEY_SCHEMA = 1;

/** Reads this installation's key, making one at the first start: for ingest, which owns it. */
export async function openTombstones(store: StateStore): Promise<Tombstones> {
  return (await readTombstones(store)) ?? createTombstones(keyIn(await makeKey(store)));
}

/** The same for readers; `null` before ingest has started for the first time, when nobody has been erased. */
export async function readTombstones(store: StateStore): Promise<Tombstones | null> {
  const [stored] = await store.get("installation", [KEY_ID]);
  return stored === undefined ? null : createTombstones(keyIn(stored));
}

function createTombstones(key: Uint8Array): Tombstones {
  return { keyOf: (customerId) => createHmac("sha256", key).update(customerId).digest("base64url") };
}

function keyIn(stored: Uint8Array): Uint8Array {
  if (stored[0] !== KEY_SCHEMA) throw new AppError("unknown_schema", `the tombstone key has schema ${String(stored[0])}; this version reads ${KEY_SCHEMA}: run the version that wrote it`);
  return stored.subarray(1);
}

async function makeKey(store: StateStore): Promise<Uint8Array> {
  const scope = { owner: "ingest", partition: 0 } as const;
  const { checkpoint } = await store.read(scope, []);
  const value = Buffer.concat([Buffer.from([KEY_SCHEMA]), randomBytes(32)]);
  const kept = await store.commit(scope, {
    expected: checkpoint,
    next: checkpoint ?? "0",
    puts: [{ collection: "installation", id: KEY_ID, value }],
    deletes: [],
    publish: [],
  });
  // Another ingester was first: its key is the installation's.
  return kept ? value : ((await store.get("installation", [KEY_ID]))[0] ?? makeKey(store));
}
