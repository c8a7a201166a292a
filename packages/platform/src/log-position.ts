import type { EventLog, Topic } from "@segue/shared/ports/event-log";

/**
 * Whether the log is sure to keep everything before `offsets` (next offsets by topic and partition). A snapshot beyond the durable
 * end of its log is of another history.
 */
export async function isDurable(log: EventLog, offsets: Readonly<Partial<Record<Topic, readonly number[]>>>): Promise<boolean> {
  for (const [topic, wanted] of Object.entries(offsets)) {
    const ends = await log.end(topic as Topic);
    if (wanted.some((offset, partition) => (offset ?? 0) > (ends[partition] ?? 0))) return false;
  }
  return true;
}
