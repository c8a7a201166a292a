import { randomUUID } from "node:crypto";
import { openKafkaEventLog } from "@segue/platform/event-log/kafka-event-log";
import type { KafkaEventLogOptions } from "@segue/platform/event-log/kafka-event-log";
import { createLogger } from "@segue/platform/logger";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { FoundKafka } from "@segue/local-brokers/start-kafka";

/** The least a broker takes by default, so that tests of lost members need not wait for long. */
export const QUICK = { sessionTimeout: 6_000, heartbeatInterval: 500, rebalanceTimeout: 6_000, maxWaitTime: 100, stallLimit: 20_000 } as const;

/** Ends a test for which there are no brokers: as skipped, or as failed where they have to be there. */
export function requireKafka(found: FoundKafka, skip: (reason: string) => void): void {
  if (!("missing" in found)) return;
  if (process.env.REQUIRE_BROKERS === "1") throw new Error(found.missing);
  skip(found.missing);
}

export const brokersOf = (found: FoundKafka): readonly string[] => ("missing" in found ? [] : found.brokers);

/** A prefix that no other test has. */
export const uniquePrefix = (): string => `test-${randomUUID().slice(0, 8)}.`;

/** Settings for a log with topics of its own. */
export function logOptions(brokers: readonly string[], options: Partial<KafkaEventLogOptions> = {}): KafkaEventLogOptions {
  return {
    connection: { brokers, clientId: "segue-test" },
    topicPrefix: uniquePrefix(),
    partitions: 3,
    replicationFactor: 1,
    retention: { eventsDays: 0, updatesDays: 30 },
    logger: createLogger("test", "silent"),
    timing: QUICK,
    ...options,
  };
}

export const openLog = (brokers: readonly string[], options: Partial<KafkaEventLogOptions> = {}): Promise<EventLog> => openKafkaEventLog(logOptions(brokers, options));
