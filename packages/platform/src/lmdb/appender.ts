import type { NewRecord, RecordPosition } from "@segue/shared/ports/event-log";
import type { LmdbEnvironment } from "./lmdb-environment.ts";
import { encodeRuns, positionsOf, writeRuns } from "./log-writer.ts";
import type { Run } from "./log-writer.ts";

export interface Appender {
  /** Resolves once the records are durable. */
  append(records: readonly NewRecord[]): Promise<readonly RecordPosition[]>;
  /** Resolves once all appends so far are settled. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly runs: readonly Run[];
  readonly bytes: number;
  readonly resolve: (positions: readonly RecordPosition[]) => void;
  readonly reject: (error: unknown) => void;
}

/** What one transaction copies, so that its thread and the writer lock are not held for long. */
const GROUP_BYTES = 4 * 1024 * 1024;

/**
 * Group commit: appends wait together until a transaction begins, which takes them all. While it is being flushed the
 * next ones gather, so the slower the disk, the larger the groups.
 */
export function createAppender(env: LmdbEnvironment): Appender {
  const waiting: Waiting[] = [];
  const groups = new Set<Promise<void>>();
  let scheduled = false;

  const takeGroup = (): readonly Waiting[] => {
    let bytes = 0;
    const tooMany = waiting.findIndex((append) => (bytes += append.bytes) > GROUP_BYTES);
    return waiting.splice(0, tooMany < 0 ? waiting.length : Math.max(1, tooMany));
  };

  const writeGroup = async () => {
    let group: readonly Waiting[] = [];
    try {
      const { committed, durable } = env.write(() => {
        group = takeGroup();
        scheduled = false;
        if (waiting.length > 0) schedule();
        return writeRuns(env, group.flatMap(({ runs }) => runs));
      });
      await committed;
      env.wakeUp.notify();
      settle(group, await durable);
    } catch (error) {
      // Refused before it began, for instance because the log has been closed: nobody else will take what waits.
      if (scheduled) group = waiting.splice(0);
      scheduled = false;
      for (const { reject } of group) reject(error);
    }
  };

  const schedule = () => {
    scheduled = true;
    const group = writeGroup();
    groups.add(group);
    void group.finally(() => groups.delete(group));
  };

  return {
    append: async (records) => {
      if (records.length === 0) return [];
      const runs = encodeRuns(records);
      const bytes = runs.reduce((sum, { body }) => sum + body.length, 0);
      return new Promise((resolve, reject) => {
        waiting.push({ runs, bytes, resolve, reject });
        if (!scheduled) schedule();
      });
    },
    settled: async () => {
      while (groups.size > 0) await Promise.all(groups);
    },
  };
}

function settle(group: readonly Waiting[], baseOffsets: readonly number[]): void {
  let from = 0;
  for (const { runs, resolve } of group) {
    resolve(positionsOf(runs, baseOffsets.slice(from, from + runs.length)));
    from += runs.length;
  }
}
