import { randomUUID } from "node:crypto";
import type { EventLog } from "@segue/shared/ports/event-log";
import { readConfig } from "@segue/platform/config";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import { createLogger } from "@segue/platform/logger";
import type { Logger } from "@segue/platform/logger";
import { openRedis } from "@segue/platform/redis/open-redis";
import type { OpenRedis } from "@segue/platform/redis/open-redis";
import { redisSettingsSchema } from "@segue/platform/redis/redis-settings";
import { temporaryFolder } from "../../contracts/support/lmdb-folder.ts";
import type { OpenedStore } from "../../contracts/support/opened-store.ts";
import { removeKeys } from "./remove-keys.ts";

/** A prefix that no other test has. */
export function uniquePrefix(): string {
  return `segue-test:${randomUUID()}`;
}

export interface ConnectOptions {
  readonly prefix: string;
  readonly log: EventLog;
  /** How long to wait for Redis, in milliseconds. */
  readonly patience?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly logger?: Logger;
}

/** Opens Redis the way a service does. */
export function connectTo(url: string, { prefix, log, patience = 10_000, env = {}, logger = createLogger("test", "silent") }: ConnectOptions): Promise<OpenRedis> {
  const settings = readConfig(redisSettingsSchema, { REDIS_URL: url, REDIS_KEY_PREFIX: prefix, ...env });
  return openRedis({ settings, log, logger, patience, startPatience: patience });
}

export interface TemporaryLog {
  readonly log: EventLog;
  close(): Promise<void>;
}

/** A log in a folder of its own that counts as one of `partitions` to the store. */
export function temporaryLog(partitions: number): TemporaryLog {
  const { path, remove } = temporaryFolder();
  const lmdb = openLmdb(path);
  return {
    log: { ...lmdb.log, partitions },
    close: async () => {
      await lmdb.close();
      remove();
    },
  };
}

/** A store with keys of its own in `url`, publishing to a log in a temporary folder. */
export async function openTestStore(url: string, partitions: number, cleanUp: (url: string, prefix: string) => Promise<void> = removeKeys): Promise<OpenedStore> {
  const prefix = uniquePrefix();
  const temporary = temporaryLog(partitions);
  const { log } = temporary;
  const open = async (): Promise<OpenedStore> => {
    const redis = await connectTo(url, { prefix, log });
    return { log, store: redis.store, partitions, close: () => redis.close(), again: open };
  };
  const first = await open();
  return {
    ...first,
    close: async () => {
      await first.close();
      await temporary.close();
      await cleanUp(url, prefix);
    },
  };
}
