import type { Closeable } from "./lifecycle.ts";

export interface PeriodicOptions {
  readonly milliseconds: number;
  readonly work: () => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** Runs `work` again and again, never twice at once; closing waits for the run in hand. */
export function every({ milliseconds, work, onFailure }: PeriodicOptions): Closeable {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch(onFailure)
      .finally(() => {
        running = null;
      });
  }, milliseconds);
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
