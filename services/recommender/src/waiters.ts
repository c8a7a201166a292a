import type { RecordPosition } from "@segue/shared/ports/event-log";

/** Requests that want to read their own write. */
export interface Waiters {
  /** Resolves when everything up to and with `positions` is applied, or when the time is up. */
  until(positions: readonly RecordPosition[]): Promise<void>;
  /** Says that more has been applied. */
  applied(): void;
}

/** Longest wait, in milliseconds. */
const PATIENCE = 1_000;

/** @param applied per partition of `events`, the next offset that is not applied yet */
export function createWaiters(applied: readonly number[]): Waiters {
  const waiting = new Set<() => void>();
  const reached = (positions: readonly RecordPosition[]): boolean => positions.every(({ partition, offset }) => (applied[partition] ?? 0) > offset);
  return {
    async until(positions) {
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
    },
    applied() {
      for (const look of waiting) look();
    },
  };
}
