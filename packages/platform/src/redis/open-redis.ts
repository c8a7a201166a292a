import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Logger } from "../logger.ts";
import { createRedisStateStore } from "../state-store/redis-state-store.ts";
import { createLease } from "./lease.ts";
import type { Lease, LeaseOptions } from "./lease.ts";
import type { KeySpace } from "./placement.ts";
import { createRedisClient } from "./redis-client.ts";
import type { RedisSettings } from "./redis-settings.ts";
import { checkRedis } from "./startup-checks.ts";

export interface RedisOptions {
  readonly settings: RedisSettings;
  /** Where commits publish to; its partitions are those of the store. */
  readonly log: EventLog;
  readonly logger: Logger;
  /** How long the start waits for a Redis that is not there yet, in milliseconds. */
  readonly startPatience?: number;
  /** How long the stream side waits for a Redis that has gone away, in milliseconds. Routes wait for two seconds at most. */
  readonly patience?: number;
}

export interface OpenRedis {
  readonly store: StateStore;
  /** The same for routes: whoever asks for something is not made to wait for long. */
  readonly serving: StateStore;
  readonly lease: (options: LeaseOptions) => Lease;
  /** Waits for commits in flight and lets go of the connections. Safe to call twice. */
  close(): Promise<void>;
}

const START_PATIENCE = 60_000;
const PATIENCE = 30_000;
/** Who asks for a list does not wait for longer, in milliseconds. */
const SERVING_PATIENCE = 2_000;

/**
 * Connects to Redis and makes sure that it can be relied upon.
 * @throws AppError in one line, with the cause and the fix, for a Redis that cannot be used (startup-checks.ts, redis-errors.ts).
 */
export async function openRedis(options: RedisOptions): Promise<OpenRedis> {
  const { settings, log, logger, startPatience = START_PATIENCE, patience = PATIENCE } = options;
  const space: KeySpace = { prefix: settings.REDIS_KEY_PREFIX, partitions: log.partitions };
  const client = createRedisClient({ settings, logger, startPatience, patience });
  try {
    await checkRedis(client, space);
  } catch (error) {
    await client.close();
    throw error;
  }
  const store = createRedisStateStore({ client, space, log });
  const serving = createRedisStateStore({ client, space, log, lookPatience: SERVING_PATIENCE });
  return {
    store,
    serving,
    lease: (lease) => createLease(client, space, lease),
    close: async () => {
      await store.close();
      await serving.close();
      await client.close();
    },
  };
}
