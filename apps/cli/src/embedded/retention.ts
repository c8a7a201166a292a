import type { Topic } from "@segue/shared/ports/event-log";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Retention } from "@segue/platform/lmdb/retention";
import type { Logger } from "@segue/platform/logger";
import { every } from "@segue/platform/periodic";
import type { Settings } from "./settings.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Trims the topics that have a retention, at the start and then every hour. */
export function keepRetention(retention: Retention, settings: Settings, logger: Logger): Closeable {
  const days: readonly (readonly [Topic, number])[] = [
    ["events", settings.SEGUE_EVENTS_RETENTION_DAYS],
    ["customer-updates", settings.SEGUE_UPDATES_RETENTION_DAYS],
    ["segment-changes", settings.SEGUE_UPDATES_RETENTION_DAYS],
    ["dead-letters", settings.SEGUE_UPDATES_RETENTION_DAYS],
    ["recommendations-served", settings.SEGUE_UPDATES_RETENTION_DAYS],
  ];
  const trim = async (): Promise<void> => {
    for (const [topic, keep] of days) {
      if (keep > 0) await retention.trim({ topic, olderThan: Date.now() - keep * DAY });
    }
  };
  const tried = (): Promise<void> => trim().catch((err: unknown) => logger.error({ err }, "retention failed, tried again in an hour"));
  void tried();
  return every({ milliseconds: HOUR, work: tried, onFailure: () => undefined });
}
