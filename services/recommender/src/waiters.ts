import { setTimeout as delay } from "node:timers/promises";
import type { RecordPosition } from "@segue/shared/ports/event-log";

/** Requests that want to read their own write. */
export interface Waiters {
  /** Resolves when everything up to and with `positions` is applied and stored, or when the time is up. */
  until(positions: readonly RecordPosition[]): Promise<void>;
  /** Says that more has been applied. */
  applied(): void;
}

export interface Reached {
  /** Per partition of `events`, the next offset that is not applied yet. */
  readonly applied: readonly number[];
  /** The same of the customers in the state store: on Kafka an update may be read a moment before its customers are stored. */
  readonly stored: (partition: number) => Promise<number>;
}

/** Longest wait, in milliseconds. */
const PATIENCE = 1_000;
/** Between two looks at the store, in milliseconds. */
const PAUSE = 5;

export function createWaiters({ applied, stored }: Reached): Waiters {
  const waiting = new Set<() => void>();
  const reached = (positions: readonly RecordPosition[]): boolean => positions.every(({ partition, offset }) => (applied[partition] ?? 0) > offset);
  const untilApplied = async (positions: readonly RecordPosition[]): Promise<void> => {
    if (reached(positions)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      const look = (): void => (reached(positions) ? done() : undefined);
      const timer = setTimeout(done, PATIENCE);
      waiting.add(look);
    });
  };
  return {
    async until(positions) {
      const deadline = performance.now() + PATIENCE;
      await untilApplied(positions);
      for (const { partition, offset } of positions) {
        while (performance.now() < deadline && (await stored(partition)) <= offset) await delay(PAUSE);
      }
    },
    applied() {
      for (const look of waiting) look();
    },
  };
}
