import type { ReadyCheck } from "@segue/shared/api/system";
import type { EventLog, Topic } from "@segue/shared/ports/event-log";
import type { Metrics } from "./metrics.ts";

/** How far a reader is in a topic: per partition, the next offset to apply. */
export interface Progress {
  readonly group: string;
  readonly topic: Topic;
  readonly applied: readonly (number | undefined)[];
}

export interface ReadinessDeps {
  readonly log: EventLog;
  readonly progress: () => Promise<readonly Progress[]>;
  /** What must hold besides. */
  readonly further?: () => Promise<readonly ReadyCheck[]>;
}

export interface Readiness {
  readonly checks: () => Promise<readonly ReadyCheck[]>;
  /** Brings the lag gauges up to date. */
  readonly refreshLag: (metrics: Metrics) => () => Promise<void>;
}

/** Ready when every reader has applied what the log held at the start; over an empty log one is ready at once. */
export async function createReadiness({ log, progress, further }: ReadinessDeps): Promise<Readiness> {
  const atStart = new Map<Topic, readonly number[]>();
  for (const { topic } of await progress()) if (!atStart.has(topic)) atStart.set(topic, await log.end(topic));

  const checks = async (): Promise<readonly ReadyCheck[]> => {
    const readers = (await progress()).map(({ group, topic, applied }) => readerCheck(`${group} ${topic}`, atStart.get(topic) ?? [], applied));
    return [...readers, ...((await further?.()) ?? [])];
  };
  const refreshLag = (metrics: Metrics) => async () => {
    const ends = new Map<Topic, readonly number[]>();
    for (const { group, topic, applied } of await progress()) {
      const end = ends.get(topic) ?? (await log.end(topic));
      ends.set(topic, end);
      metrics.lag.set({ group, topic }, behind(end, applied));
    }
  };
  return { checks, refreshLag };
}

function readerCheck(name: string, wanted: readonly number[], applied: Progress["applied"]): ReadyCheck {
  const missing = behind(wanted, applied);
  return { name, ready: missing === 0, detail: missing === 0 ? "applied everything that was there at the start" : `${missing} records of before the start are still to be applied` };
}

/** Records before `ends` that are not applied; what is ahead in one partition makes up for nothing in another. */
function behind(ends: readonly number[], applied: Progress["applied"]): number {
  return ends.reduce((sum, end, partition) => sum + Math.max(0, end - (applied[partition] ?? 0)), 0);
}
