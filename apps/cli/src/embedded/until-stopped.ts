import type { Closeable } from "@segue/platform/lifecycle";
import { closeOnSignals } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";

export interface UntilStopped {
  /** Tells that the system cannot go on. */
  readonly fail: (error: Error) => void;
  /** Resolves after an orderly stop by signal; throws what the system failed with, after closing it. */
  whenStopped(system: Closeable): Promise<void>;
}

/** Keeps a running system until a signal or a failure ends it. */
export function untilStopped(logger: Logger): UntilStopped {
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = (error) => {
      logger.fatal({ err: error }, "the system cannot go on");
      reject(error);
    };
  });
  // A failure before anybody waits must not count as unhandled; whenStopped throws it.
  failed.catch(() => undefined);
  return {
    fail: (error) => fail(error),
    async whenStopped(system) {
      let leaveSignals: () => void = () => undefined;
      const stopped = new Promise<void>((resolve) => {
        leaveSignals = closeOnSignals({ close: () => system.close().then(resolve) }, logger);
      });
      try {
        await Promise.race([stopped, failed]);
      } catch (error) {
        await system.close();
        leaveSignals();
        throw error;
      }
    },
  };
}
