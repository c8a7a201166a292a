import type { Closeable } from "@segue/platform/lifecycle";
import { AppError } from "@segue/shared/errors";
import { startBrokers } from "@segue/local-brokers/start-brokers";

/** A Kafka and a Redis that nobody else uses, and how a process finds them. */
export interface BenchBrokers extends Closeable {
  readonly env: Readonly<Record<string, string>>;
}

/** Starts both here, whatever the environment names: what is in use is not to be measured on. @throws AppError `no_brokers` saying what is missing */
export async function startBenchBrokers(): Promise<BenchBrokers> {
  const started = await startBrokers({}).catch((error: unknown) => {
    throw new AppError("no_brokers", error instanceof Error ? error.message : String(error), { cause: error });
  });
  return { env: { KAFKA_BROKERS: started.brokers.join(","), KAFKA_REPLICATION: "1", REDIS_URL: started.redisUrl }, close: () => started.stop() };
}
