import type { EventLog, Subscription } from "@segue/shared/ports/event-log";
import { setTimeout as delay } from "node:timers/promises";

/** Readers of one group that apply `events` to what they share, each batch only from the checkpoint that it follows. */
export interface GuardedGroup {
  join(log: EventLog): Promise<Subscription>;
  /** Keys and offsets that were applied, by partition, in the order of applying. */
  readonly applied: ReadonlyMap<number, readonly number[]>;
  /** Batches that came too late, from readers that had lost the partition. */
  readonly refused: () => number;
  readonly failures: readonly unknown[];
  readonly total: () => number;
}

/** A batch takes `batchMs`. */
export function guardedGroup(group: string, batchMs: number): GuardedGroup {
  const applied = new Map<number, number[]>();
  const failures: unknown[] = [];
  let refused = 0;
  const listOf = (partition: number): number[] => {
    const list = applied.get(partition) ?? [];
    applied.set(partition, list);
    return list;
  };
  return {
    applied,
    failures,
    refused: () => refused,
    total: () => [...applied.values()].reduce((sum, list) => sum + list.length, 0),
    join: (log) => {
      const from = async (_topic: string, partition: number) => listOf(partition).length;
      const onFailure = (error: unknown) => void failures.push(error);
      return log.subscribe({ topics: ["events"], group, sharing: "shared", from, onFailure, maxRecords: 10 }, async ({ partition, records }) => {
        const expected = listOf(partition).length;
        const news = records.filter(({ offset }) => offset >= expected);
        await delay(batchMs);
        if (listOf(partition).length !== expected) refused += 1;
        else listOf(partition).push(...news.map(({ offset }) => offset));
      });
    },
  };
}
