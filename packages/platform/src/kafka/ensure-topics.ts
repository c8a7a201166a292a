import { AppError } from "@segue/shared/errors";
import type { KafkaAdmin, NewTopic } from "./kafka-api.ts";
import { hasType, kafkaError } from "./kafka-errors.ts";
import { persist } from "./persist.ts";
import type { PlannedTopic } from "./topic-plan.ts";
import { CHECKED_SETTINGS, checkTopicSettings } from "./topic-settings.ts";
import type { Logger } from "../logger.ts";

/** How long it may take until all brokers serve a topic that was just made, in milliseconds. */
const SERVED = { limit: 15_000, pause: 100 };
const TOO_FEW_BROKERS = "INVALID_REPLICATION_FACTOR";
/** A broker that has just come up, or was slow to say that it lives, is not counted among those that may hold a replica for a moment. */
const COUNTED = { limit: 5_000, pause: 250, isPassing: (error: unknown) => hasType(error, TOO_FEW_BROKERS) };

/**
 * Creates the topics that are missing and checks those that are there.
 * @throws AppError `kafka_topic_missing`, `kafka_replication`, `kafka_partitions` or `kafka_topic_settings`, each with the fix.
 */
export async function ensureTopics(admin: KafkaAdmin, plan: readonly PlannedTopic[], logger: Logger): Promise<void> {
  const present = new Set(await admin.listTopics());
  const missing = plan.filter(({ topic }) => !present.has(topic));
  if (missing.length > 0) {
    await create(admin, missing);
    // Known is not yet served: a write that one partition refuses is repeated as a whole, and the others would have it twice.
    for (const { topic } of missing) await persist(SERVED, () => admin.bounds(topic));
  }
  const counts = await partitionCounts(admin, plan.map(({ topic }) => topic));
  for (const { topic, partitions } of plan) checkPartitions(topic, counts.get(topic) ?? 0, partitions);
  await checkSettings(admin, plan.filter(({ topic }) => present.has(topic)), logger);
}

async function create(admin: KafkaAdmin, missing: readonly NewTopic[]): Promise<void> {
  try {
    await persist(COUNTED, () => admin.createTopics(missing));
  } catch (error) {
    throw creationError(missing, error);
  }
}

function creationError(missing: readonly NewTopic[], error: unknown): AppError {
  const names = missing.map(({ topic }) => topic).join(", ");
  const { partitions, replicationFactor } = missing[0] ?? { partitions: 0, replicationFactor: 0 };
  const forbidden = ["TOPIC_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED"].some((type) => hasType(error, type));
  if (forbidden) {
    const fix = `Create them with ${partitions} partitions each (docs/kafka.md has their settings), or grant CREATE and DESCRIBE.`;
    return new AppError("kafka_topic_missing", `Topics are missing, or hidden from this user, who may not create them: ${names}. ${fix}`, { cause: error });
  }
  if (hasType(error, TOO_FEW_BROKERS)) {
    const message = `Topics cannot be created with ${replicationFactor} replicas, there are fewer brokers: start more, or set KAFKA_REPLICATION to their number.`;
    return new AppError("kafka_replication", message, { cause: error });
  }
  return kafkaError(`Creating the topics ${names}`, error);
}

async function partitionCounts(admin: KafkaAdmin, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  try {
    return await persist(SERVED, () => admin.partitionCounts(topics));
  } catch (error) {
    throw kafkaError("Reading the topics' metadata", error);
  }
}

async function checkSettings(admin: KafkaAdmin, present: readonly PlannedTopic[], logger: Logger): Promise<void> {
  if (present.length === 0) return;
  const found = await persist(SERVED, () => admin.settings(present.map(({ topic }) => topic), CHECKED_SETTINGS)).catch((error: unknown) => {
    throw kafkaError("Reading the topics' settings", error);
  });
  if (found === null) return logger.warn("the topics' settings are not checked: this user may not see them (DESCRIBE_CONFIGS)");
  for (const topic of present) checkTopicSettings(topic, found.get(topic.topic) ?? new Map());
}

function checkPartitions(topic: string, found: number, wanted: number): void {
  if (found === wanted) return;
  const fix = `Set KAFKA_PARTITIONS=${found}, or use new topics under another KAFKA_TOPIC_PREFIX; never add partitions, since keys would move.`;
  throw new AppError("kafka_partitions", `Topic ${topic} has ${found} partitions, ${wanted} are wanted. ${fix}`);
}
