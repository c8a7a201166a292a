import { hasDocker, startKafkaContainer } from "./kafka-container.ts";
import { missingForNative, startNativeKafka } from "./kafka-native.ts";

/** Brokers to test against, or why there are none. */
export type FoundKafka = { readonly brokers: readonly string[] } | { readonly missing: string };

export interface StartedKafka {
  readonly found: FoundKafka;
  stop(): Promise<void>;
}

/** The brokers that KAFKA_BROKERS names, else a container where Docker answers, else Kafka from its jars, else the reason. */
export async function startKafka(): Promise<StartedKafka> {
  const named = process.env.KAFKA_BROKERS;
  if (named) return { found: { brokers: named.split(",") }, stop: async () => undefined };
  if (await hasDocker()) return started(await startKafkaContainer());
  const missing = await missingForNative();
  if (missing === undefined) return started(await startNativeKafka());
  const ways = "set KAFKA_BROKERS, start Docker, or install Java and Maven";
  return { found: { missing: `there is no Kafka to test against: no Docker engine answers and ${missing}; ${ways}` }, stop: async () => undefined };
}

function started(kafka: { readonly brokers: readonly string[]; stop(): Promise<void> }): StartedKafka {
  return { found: { brokers: kafka.brokers }, stop: () => kafka.stop() };
}
