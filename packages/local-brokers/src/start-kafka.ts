import { hasDocker } from "./containers.ts";
import { startKafkaContainer } from "./kafka-container.ts";
import { missingForNative, startNativeKafka } from "./kafka-native.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Kafka's addresses, or why there is none. */
export type FoundKafka = { readonly brokers: readonly string[] } | { readonly missing: string };

export interface StartedKafka {
  readonly found: FoundKafka;
  /** Ends what was started here; brokers that were named stay as they are. */
  stop(): Promise<void>;
}

/** The brokers that KAFKA_BROKERS names, else a container where Docker answers, else Kafka from its jars, else the reason. */
export async function startKafka(env: Environment): Promise<StartedKafka> {
  const named = env["KAFKA_BROKERS"];
  if (named) return { found: { brokers: named.split(",") }, stop: async () => undefined };
  if (await hasDocker()) return started(await startKafkaContainer());
  const missing = await missingForNative();
  if (missing === undefined) return started(await startNativeKafka());
  return { found: { missing: noKafka(missing) }, stop: async () => undefined };
}

/** The reason with the ways out. */
function noKafka(missing: string): string {
  return `there is no Kafka: no Docker engine answers and ${missing}; set KAFKA_BROKERS, start Docker, or install Java and Maven`;
}

function started(kafka: { readonly brokers: readonly string[]; stop(): Promise<void> }): StartedKafka {
  return { found: { brokers: kafka.brokers }, stop: () => kafka.stop() };
}
