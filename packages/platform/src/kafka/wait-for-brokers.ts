import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import type { Logger } from "../logger.ts";
import { createKafkaClient } from "./kafka-client.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { isHopeless, kafkaError } from "./kafka-errors.ts";

export interface WaitOptions {
  readonly connection: KafkaConnection;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly patience: number;
}

const PAUSE = 500;

/**
 * Resolves once a broker answers.
 * @throws AppError `kafka_unreachable` when none does in time; `kafka_auth_failed` and `kafka_tls_failed` at once.
 */
export async function waitForBrokers({ connection, logger, patience }: WaitOptions): Promise<void> {
  const brokers = connection.brokers.join(", ");
  // What the library says of each try is said here once.
  const client = createKafkaClient({ connection, logger: logger.child({}, { level: "silent" }), retries: 0 });
  const started = performance.now();
  for (let tries = 0; ; tries++) {
    const failure = await tryToConnect(client.admin());
    if (failure === null) return;
    if (isHopeless(failure)) throw failure;
    const waited = performance.now() - started;
    if (waited + PAUSE > patience) throw unreachable(brokers, patience, failure);
    if (tries % 10 === 0) logger.warn({ brokers, waitedSeconds: Math.round(waited / 1000), cause: failure.message }, "waiting for Kafka");
    await delay(PAUSE);
  }
}

async function tryToConnect(admin: { connect(): Promise<void>; disconnect(): Promise<void> }): Promise<AppError | null> {
  try {
    await admin.connect();
    return null;
  } catch (error) {
    return kafkaError("Connecting to Kafka", error);
  } finally {
    await admin.disconnect();
  }
}

function unreachable(brokers: string, patience: number, failure: AppError): AppError {
  const fix = "Start it, or correct KAFKA_BROKERS (and KAFKA_SSL, KAFKA_SASL_MECHANISM where its listener wants them).";
  const message = `No Kafka broker has answered at ${brokers} for ${Math.round(patience / 1000)} s: ${failure.message} ${fix}`;
  return new AppError("kafka_unreachable", message, { status: 503, cause: failure });
}
