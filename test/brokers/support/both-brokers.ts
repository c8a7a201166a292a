import { NO_REDIS } from "@segue/local-brokers/start-redis";
import { beforeEach, inject } from "vitest";
import { brokersOf, requireKafka } from "./kafka-log.ts";
import { missing } from "./missing.ts";

/** The Kafka and the Redis of a run. */
export interface BothBrokers {
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  /** Then nothing is to be started, and each test is skipped with the reason, or fails under REQUIRE_BROKERS=1. */
  readonly isMissing: boolean;
}

/** For tests that need both; called where a file or a `describe` begins. */
export function useBothBrokers(): BothBrokers {
  const [kafka, redisUrl] = [inject("kafkaBrokers"), inject("redisUrl")];
  beforeEach(({ skip }) => {
    requireKafka(kafka, skip);
    if (redisUrl === null) missing(NO_REDIS, skip);
  });
  const brokers = brokersOf(kafka);
  return { brokers, redisUrl: redisUrl ?? "", isMissing: brokers.length === 0 || redisUrl === null };
}
