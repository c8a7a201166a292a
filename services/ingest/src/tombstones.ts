import { createHmac, randomBytes } from "node:crypto";
import type { StateStore } from "@segue/shared/ports/state-store";

/**
 * What remains of an erased customer: a keyed hash of the id with the time of the erasure, so that an old event that comes again
 * cannot bring the customer back, and nobody without the key can tell whose it is.
 */
export interface Tombstones {
  keyOf(customerId: string): string;
  encode(erasedAt: number): Uint8Array;
  /** Epoch milliseconds, 0 for none. */
  decode(bytes: Uint8Array | undefined): number;
}

const KEY_ID = "tombstone-key";

/** Reads this installation's key, making one at the first start. */
export async function openTombstones(store: StateStore): Promise<Tombstones> {
  const [stored] = await store.get("installation", [KEY_ID]);
  return createTombstones(stored ?? (await makeKey(store)));
}

export function createTombstones(key: Uint8Array): Tombstones {
  return {
    keyOf: (customerId) => createHmac("sha256", key).update(customerId).digest("base64url"),
    encode(erasedAt) {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setFloat64(0, erasedAt);
      return bytes;
    },
    decode(bytes) {
      if (bytes === undefined) return 0;
      return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(0);
    },
  };
}

async function makeKey(store: StateStore): Promise<Uint8Array> {
  const scope = { owner: "ingest", partition: 0 } as const;
  const { checkpoint } = await store.read(scope, []);
  const value = randomBytes(32);
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
