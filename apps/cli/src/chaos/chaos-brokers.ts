import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { missingForNative, startNativeKafka } from "@segue/local-brokers/kafka-native";
import { hasRedisServer, startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { startBrokers } from "@segue/local-brokers/start-brokers";

/** Brokers with what may be done to them; `null` where they cannot be mistreated, since somebody else owns them. */
export interface ChaosBrokers {
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  /** Ends the broker in order and starts it again. */
  readonly restartKafka: (() => Promise<void>) | null;
  /** Kills Redis and cuts off what its append-only file ends with, up to `share` (0 to 1) of `LARGEST_CUT`. */
  readonly cutRedis: ((share: number) => Promise<void>) | null;
  stop(): Promise<void>;
}

/** Bytes: a second or two of the traffic. */
const LARGEST_CUT = 2_000_000;
const KAFKA_PAUSE = 500;

/**
 * The brokers that the environment names; else some of one's own, from Kafka's jars and redis-server where possible, since a container
 * hides the files that are to be cut.
 * @throws Error saying what is missing and the ways out
 */
export async function startChaosBrokers(env: Readonly<Record<string, string | undefined>>): Promise<ChaosBrokers> {
  const isNamed = Boolean(env["KAFKA_BROKERS"]) || Boolean(env["REDIS_URL"]);
  const canMistreat = !isNamed && hasRedisServer() && (await missingForNative()) === undefined;
  if (!canMistreat) return { ...(await startBrokers(env)), restartKafka: null, cutRedis: null };
  const [kafka, redis] = await Promise.all([startNativeKafka(), startNativeRedis()]);
  return {
    brokers: kafka.brokers,
    redisUrl: redis.url,
    restartKafka: async () => {
      await kafka.shutDown();
      await delay(KAFKA_PAUSE);
      await kafka.start();
    },
    cutRedis: (share) => cut(redis, share),
    stop: async () => void (await Promise.all([kafka.stop(), redis.stop()])),
  };
}

/** At any byte: what is left ends with the state of some moment before, or in the middle of a write. */
async function cut(redis: NativeRedis, share: number): Promise<void> {
  await redis.kill();
  const folder = join(redis.folder, "appendonlydir");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".incr.aof"))) {
    const path = join(folder, name);
    const { size } = statSync(path);
    truncateSync(path, Math.max(0, size - Math.floor(share * LARGEST_CUT)));
  }
  await redis.restart();
}
