import type { TestProject } from "vitest/node";
import { startKafka } from "@segue/local-brokers/start-kafka";
import type { FoundKafka } from "@segue/local-brokers/start-kafka";
import { startRedis } from "@segue/local-brokers/start-redis";

declare module "vitest" {
  export interface ProvidedContext {
    kafkaBrokers: FoundKafka;
    /** `null` where there is no Redis: the tests that need one say so, and are skipped or fail (support/missing.ts). */
    redisUrl: string | null;
  }
}

/** One set of brokers for all files of a run; each test has topics and keys of its own. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const [kafka, redis] = await Promise.all([startKafka(process.env), startRedis(process.env)]);
  provide("kafkaBrokers", kafka.found);
  provide("redisUrl", redis?.url ?? null);
  return async () => {
    await Promise.all([kafka.stop(), redis?.stop()]);
  };
}
