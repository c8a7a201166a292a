import type { Topic } from "@segue/shared/ports/event-log";
import { TOPICS } from "@segue/shared/ports/event-log";
import type { NewTopic } from "./kafka-api.ts";

/** How long records are kept, in days; 0 is for ever. */
export interface TopicRetention {
  readonly eventsDays: number;
  /** Of what can be computed again, and of what others have read long since. */
  readonly updatesDays: number;
}

export interface TopicPlan {
  readonly topicPrefix: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly retention: TopicRetention;
}

/** A topic as it has to be, and which of the log's it is. */
export interface PlannedTopic extends NewTopic {
  readonly name: Topic;
}

/** Largest record, in bytes with its overhead: an event may fill a request body of 4 MiB. */
export const MAX_MESSAGE_BYTES = 5 * 1024 * 1024;
const DAY = 86_400_000;

/** The topics as they have to be, under their names in Kafka. */
export function planTopics({ topicPrefix, partitions, replicationFactor, retention }: TopicPlan): readonly PlannedTopic[] {
  const common = {
    "max.message.bytes": String(MAX_MESSAGE_BYTES),
    // Whether a time lies in the future is judged by the log's clock, not by each producer's.
    "message.timestamp.type": "LogAppendTime",
    ...(replicationFactor >= 3 ? { "min.insync.replicas": "2" } : {}),
    "unclean.leader.election.enable": "false",
  };
  return TOPICS.map((topic) => ({ name: topic, topic: `${topicPrefix}${topic}`, partitions, replicationFactor, config: { ...common, ...keeping(topic, retention) } }));
}

type Days = (retention: TopicRetention) => number;
const forEver: Days = () => 0;
const asUpdates: Days = ({ updatesDays }) => updatesDays;

/** How long the records of topics are kept that are not compacted. */
const KEPT: Readonly<Record<Exclude<Topic, "products">, Days>> = {
  events: ({ eventsDays }) => eventsDays,
  // A log of commands under one key: compaction would keep the last command and lose the model.
  "segment-models": forEver,
  rankers: forEver,
  "customer-updates": asUpdates,
  "segment-changes": asUpdates,
  "dead-letters": asUpdates,
  "recommendations-served": asUpdates,
};

function keeping(topic: Topic, retention: TopicRetention): Readonly<Record<string, string>> {
  // A deletion is kept for as long as a snapshot from before it may be used.
  if (topic === "products") return { "cleanup.policy": "compact", "delete.retention.ms": String(Math.max(1, retention.updatesDays) * DAY) };
  const days = KEPT[topic](retention);
  return { "cleanup.policy": "delete", "retention.ms": String(days === 0 ? -1 : days * DAY), "retention.bytes": "-1" };
}
