import { startKafka } from "./start-kafka.ts";
import type { Environment } from "./start-kafka.ts";
import { NO_REDIS, startRedis } from "./start-redis.ts";

/** A Kafka and a Redis to work with. */
export interface Brokers {
  /** As KAFKA_BROKERS takes them. */
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  /** Ends what was started here. */
  stop(): Promise<void>;
}

/**
 * Both brokers, each as the environment names it, else started here.
 * @throws Error saying what is missing and the ways out; nothing stays behind then
 */
export async function startBrokers(env: Environment): Promise<Brokers> {
  const [kafka, redis] = await Promise.all([startKafka(env), startRedis(env)]);
  const stop = async (): Promise<void> => void (await Promise.all([kafka.stop(), redis?.stop()]));
  const { found } = kafka;
  if (redis !== null && !("missing" in found)) return { brokers: found.brokers, redisUrl: redis.url, stop };
  await stop();
  throw new Error([...("missing" in found ? [found.missing] : []), ...(redis === null ? [NO_REDIS] : [])].join("; "));
}
