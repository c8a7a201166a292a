import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { readConfig } from "./config.ts";
import { openKafkaEventLog } from "./event-log/kafka-event-log.ts";
import { readKafkaSettings } from "./kafka/kafka-settings.ts";
import type { KafkaSettings } from "./kafka/kafka-settings.ts";
import type { TopicRetention } from "./kafka/topic-plan.ts";
import { createLifecycle } from "./lifecycle.ts";
import type { Closeable } from "./lifecycle.ts";
import type { Logger } from "./logger.ts";
import type { Lease, LeaseOptions } from "./redis/lease.ts";
import { openRedis } from "./redis/open-redis.ts";
import { redisSettingsSchema } from "./redis/redis-settings.ts";
import type { RedisSettings } from "./redis/redis-settings.ts";

export interface BrokerSettings {
  readonly kafka: KafkaSettings;
  readonly redis: RedisSettings;
}

/** @throws AppError `bad_setting` naming the variable */
export function readBrokerSettings(env: Readonly<Record<string, string | undefined>>): BrokerSettings {
  return { kafka: readKafkaSettings(env), redis: readConfig(redisSettingsSchema, env) };
}

export interface BrokerOptions {
  readonly settings: BrokerSettings;
  readonly retention: TopicRetention;
  readonly logger: Logger;
  /** Told, in words, what is waited for now. */
  readonly onWait: (what: string) => void;
}

/** The log on Kafka and the state in Redis. */
export interface Brokers extends Closeable {
  readonly log: EventLog;
  readonly store: StateStore;
  /** The same for routes, which do not wait for long. */
  readonly serving: StateStore;
  readonly lease: (options: LeaseOptions) => Lease;
}

/**
 * Opens both, waiting a minute for each that is not there yet.
 * @throws AppError of either, one line with the cause and the fix (docs/kafka.md, docs/redis.md)
 */
export async function openBrokers({ settings, retention, logger, onWait }: BrokerOptions): Promise<Brokers> {
  const { kafka, redis } = settings;
  const lifecycle = createLifecycle();
  try {
    onWait(`Kafka at ${kafka.connection.brokers.join(", ")}`);
    const log = lifecycle.opened(await openKafkaEventLog({ ...kafka, retention, logger }));
    onWait(`Redis at ${redis.REDIS_URL.hosts.map(({ host, port }) => `${host}:${port}`).join(", ")}`);
    const { store, serving, lease } = lifecycle.opened(await openRedis({ settings: redis, log, logger }));
    return { log, store, serving, lease, close: () => lifecycle.close() };
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}
