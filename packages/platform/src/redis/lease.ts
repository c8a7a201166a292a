import { randomUUID } from "node:crypto";
import type { KeySpace } from "./placement.ts";
import type { RedisClient } from "./redis-client.ts";
import { textOf } from "./replies.ts";
import { ACQUIRE, RELEASE, RENEW } from "./scripts.ts";

export interface LeaseOptions {
  /** What is leased; one holder at a time. */
  readonly name: string;
  /** How long it lasts without being renewed, in milliseconds. */
  readonly milliseconds: number;
}

/**
 * The right to do something alone, for a while. Who pauses may go on without it and not know: what has to be safe is guarded by the
 * checkpoint of a commit, and the lease only keeps two from working for nothing.
 */
export interface Lease {
  /** The epoch of this term, greater than that of every term before; `null` while another holds the lease. Once held, the same epoch again. */
  acquire(): Promise<number | null>;
  /** `false` when the lease has run out or has gone to another. */
  renew(): Promise<boolean>;
  /** Gives it back, if it is still held. */
  release(): Promise<void>;
}

export function createLease(client: RedisClient, space: KeySpace, { name, milliseconds }: LeaseOptions): Lease {
  const token = randomUUID();
  const holder = `${space.prefix}:{lease}:${name}:holder`;
  const epoch = `${space.prefix}:{lease}:${name}:epoch`;
  return {
    acquire: async () => {
      const reply = textOf(await client.run(ACQUIRE, [holder, epoch], [token, milliseconds]));
      return reply === null ? null : Number(reply);
    },
    renew: async () => (await client.run(RENEW, [holder], [token, milliseconds])) === 1,
    release: async () => {
      await client.run(RELEASE, [holder], [token]);
    },
  };
}
