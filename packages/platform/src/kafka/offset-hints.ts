import type { KafkaConsumer, TopicOffset } from "./kafka-api.ts";
import { within } from "./within.ts";

export interface OffsetHints {
  /** Commits what is new, waiting at most a moment for it, and ends. */
  stop(): Promise<void>;
}

const INTERVAL = 2_000;
const PATIENCE = 1_000;

/**
 * Commits to the group where a reader is, for the eyes of lag tools: readers begin where their own checkpoint says. So a commit
 * that fails, as it does while a group is being reshuffled, is no loss.
 */
export function startOffsetHints(consumer: KafkaConsumer, positions: () => readonly TopicOffset[]): OffsetHints {
  const committed = new Map<string, string>();
  const keyOf = ({ topic, partition }: TopicOffset): string => `${topic}/${partition}`;
  let committing: Promise<void> | null = null;

  const commit = async (): Promise<void> => {
    const news = positions().filter((position) => committed.get(keyOf(position)) !== position.offset);
    if (news.length === 0) return;
    await consumer.commit(news);
    for (const position of news) committed.set(keyOf(position), position.offset);
  };
  const begin = (): Promise<void> =>
    (committing ??= commit()
      .catch(() => undefined)
      .finally(() => {
        committing = null;
      }));
  const timer = setInterval(() => void begin(), INTERVAL);

  return {
    stop: async () => {
      clearInterval(timer);
      await within(PATIENCE, begin());
    },
  };
}
