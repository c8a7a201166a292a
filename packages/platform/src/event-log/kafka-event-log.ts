import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { AppError } from "@segue/shared/errors";
import type { EventLog, SubscribeOptions, Subscription, Topic } from "@segue/shared/ports/event-log";
import { ensureTopics } from "../kafka/ensure-topics.ts";
import type { KafkaAdmin, KafkaProducer, PartitionBounds } from "../kafka/kafka-api.ts";
import { createKafkaAppender } from "../kafka/kafka-appender.ts";
import { createKafkaClient } from "../kafka/kafka-client.ts";
import type { KafkaConnection } from "../kafka/kafka-connection.ts";
import { kafkaError } from "../kafka/kafka-errors.ts";
import { startKafkaSubscription } from "../kafka/kafka-subscription.ts";
import { persist } from "../kafka/persist.ts";
import { TIMING } from "../kafka/timing.ts";
import type { Timing } from "../kafka/timing.ts";
import { planTopics } from "../kafka/topic-plan.ts";
import type { TopicRetention } from "../kafka/topic-plan.ts";
import { waitForBrokers } from "../kafka/wait-for-brokers.ts";
import { createLifecycle } from "../lifecycle.ts";
import type { Lifecycle } from "../lifecycle.ts";
import type { Logger } from "../logger.ts";

export interface KafkaEventLogOptions {
  readonly connection: KafkaConnection;
  /** Before the names of topics and groups. */
  readonly topicPrefix: string;
  readonly partitions: number;
  /** Of topics that have to be created. */
  readonly replicationFactor: number;
  readonly retention: TopicRetention;
  readonly logger: Logger;
  /** How long to wait for a first broker, in milliseconds. */
  readonly patience?: number;
  readonly timing?: Partial<Timing>;
}

const PATIENCE = 60_000;
const RETRIES = 5;
const LOOK_PATIENCE = { limit: 15_000, pause: 500 };

/**
 * Opens the log on a Kafka cluster, waiting for it if need be; topics that are missing are created.
 * @throws AppError with a `kafka_...` code, naming cause and fix on one line
 */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const { connection, logger, patience = PATIENCE } = options;
  await waitForBrokers({ connection, logger, patience });
  const client = createKafkaClient({ connection, logger, retries: RETRIES });
  const lifecycle = createLifecycle();
  try {
    const admin = await connected(lifecycle, client.admin());
    await ensureTopics(admin, planTopics(options), logger);
    const producer = await connected(lifecycle, client.producer());
    return createKafkaEventLog({ ...options, client, admin, producer, lifecycle });
  } catch (error) {
    await lifecycle.close();
    throw kafkaError("Opening the log on Kafka", error);
  }
}

async function connected<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(lifecycle: Lifecycle, part: T): Promise<T> {
  lifecycle.opened({ close: () => part.disconnect() });
  await part.connect();
  return part;
}

interface Parts extends KafkaEventLogOptions {
  readonly client: ReturnType<typeof createKafkaClient>;
  readonly admin: KafkaAdmin;
  readonly producer: KafkaProducer;
  readonly lifecycle: Lifecycle;
}

function createKafkaEventLog({ client, admin, producer, lifecycle, topicPrefix, partitions, logger, timing }: Parts): EventLog {
  const nameOf = (topic: Topic): string => `${topicPrefix}${topic}`;
  const appender = createKafkaAppender({ producer, partitions, nameOf });
  const subscriptions = new Set<Subscription>();
  let closing: Promise<void> | null = null;
  const checkOpen = (): void => {
    if (closing !== null) throw new AppError("log_closed", "The log on Kafka has been closed.");
  };
  const boundsOf = async (topic: Topic): Promise<readonly PartitionBounds[]> => {
    try {
      return await persist(LOOK_PATIENCE, () => admin.bounds(nameOf(topic)));
    } catch (error) {
      throw kafkaError(`Looking for the ends of ${nameOf(topic)}`, error);
    }
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    await appender.settled();
    await lifecycle.close();
  };

  return {
    partitions,
    append: async (records) => {
      checkOpen();
      return appender.append(records);
    },
    subscribe: async (options, onBatch) => {
      checkOpen();
      const deps = { client, boundsOf, topicPrefix, logger, groupId: groupIdOf(topicPrefix, options), timing: { ...TIMING, ...timing } };
      const subscription = await startKafkaSubscription(deps, options, onBatch);
      subscriptions.add(subscription);
      if (closing !== null) await subscription.close();
      checkOpen();
      return {
        close: async () => {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    start: async (topic) => {
      checkOpen();
      return (await boundsOf(topic)).map(({ low }) => low);
    },
    end: async (topic) => {
      checkOpen();
      return (await boundsOf(topic)).map(({ high }) => high);
    },
    close: () => (closing ??= closeAll()),
  };
}

/** Readers of everything are alone in their group, which nobody comes back to. */
function groupIdOf(topicPrefix: string, { group, sharing }: SubscribeOptions): string {
  if (sharing === "shared") return `${topicPrefix}${group}`;
  return `${topicPrefix}${group}-${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
}
