import { AppError } from "@segue/shared/errors";
import { TOPICS } from "@segue/shared/ports/event-log";
import type { Topic } from "@segue/shared/ports/event-log";
import type { PlannedTopic } from "./topic-plan.ts";

/** What a setting of a topic that is there already is held against: the one it would be created with. */
interface Requirement {
  readonly setting: string;
  readonly holds: (found: string, wanted: string) => boolean;
  readonly because: string;
  /** Topics for which it matters; all, unless told otherwise. */
  readonly topics?: readonly Topic[];
}

const FOR_EVER = -1;
const atLeast = (found: string, wanted: string): boolean => Number(found) === FOR_EVER || (Number(wanted) !== FOR_EVER && Number(found) >= Number(wanted));
const equal = (found: string, wanted: string): boolean => found === wanted;

const REQUIREMENTS: readonly Requirement[] = [
  { setting: "cleanup.policy", holds: equal, because: "records would go that are still needed" },
  { setting: "retention.ms", holds: atLeast, because: "records would go before their time" },
  { setting: "retention.bytes", holds: atLeast, because: "records would go before their time" },
  { setting: "max.message.bytes", holds: atLeast, because: "an event may be that large", topics: ["events", "products", "dead-letters"] },
  { setting: "message.timestamp.type", holds: equal, because: "whether an event lies in the future is judged by the log's clock", topics: ["events"] },
];

/** The settings that have to be known of topics that are there. */
export const CHECKED_SETTINGS: readonly string[] = REQUIREMENTS.map(({ setting }) => setting);

/** Variables by which a retention may be given in as well. */
const RETENTION_VARIABLE: Partial<Record<Topic, string>> = {
  events: "SEGUE_EVENTS_RETENTION_DAYS",
  "customer-updates": "SEGUE_UPDATES_RETENTION_DAYS",
  "segment-changes": "SEGUE_UPDATES_RETENTION_DAYS",
  "dead-letters": "SEGUE_UPDATES_RETENTION_DAYS",
  "recommendations-served": "SEGUE_UPDATES_RETENTION_DAYS",
};

/** @throws AppError `kafka_topic_settings` naming the topic, the setting and the command that mends it */
export function checkTopicSettings(topic: PlannedTopic, found: ReadonlyMap<string, string>): void {
  for (const { setting, holds, because, topics = TOPICS } of REQUIREMENTS) {
    const [is, wanted] = [found.get(setting), topic.config[setting]];
    if (!topics.includes(topic.name) || is === undefined || wanted === undefined || holds(is, wanted)) continue;
    throw new AppError("kafka_topic_settings", `Topic ${topic.topic} has ${setting}=${is}, ${wanted} is wanted: ${because}. ${fixFor(topic, setting, wanted)}`);
  }
}

function fixFor({ topic, name }: PlannedTopic, setting: string, wanted: string): string {
  const command = `Run kafka-configs.sh --alter --entity-type topics --entity-name ${topic} --add-config ${setting}=${wanted}`;
  const variable = setting === "retention.ms" ? RETENTION_VARIABLE[name] : undefined;
  return variable === undefined ? `${command}.` : `${command}, or set ${variable} to what is kept.`;
}
