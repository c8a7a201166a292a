import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import { closeOnSignals, createLifecycle } from "./lifecycle.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { createLogger } from "./logger.ts";
import type { Logger } from "./logger.ts";
import { createTroubles } from "./troubles.ts";
import type { TroublesSource } from "./troubles.ts";
import type { ServiceSettings } from "./service-settings.ts";

export interface ServiceOptions<S extends ServiceSettings> {
  readonly name: string;
  /** @throws AppError `bad_setting` */
  readonly read: () => S;
}

/** What a service is started with. */
export interface Running<S extends ServiceSettings> {
  readonly settings: S;
  readonly logger: Logger;
  /** What the log has said that is not as it should be. */
  readonly troubles: readonly TroublesSource[];
  /** What is opened here is closed in reverse when the process ends. */
  readonly lifecycle: Lifecycle;
  /** Ends the process: what runs cannot go on. */
  readonly fail: (error: unknown) => void;
}

/** Longest orderly stop after a failure, in milliseconds: whatever hangs may be what has failed. */
const STOP_TIMEOUT = 10_000;

/**
 * Runs a service as the process it is in: until a signal, which ends it in order with exit code 0, or a failure, of which one line is
 * told and which ends it with 1, for whoever supervises it to start it again.
 */
export async function runService<S extends ServiceSettings>({ name, read }: ServiceOptions<S>, start: (running: Running<S>) => Promise<void>): Promise<void> {
  const lifecycle = createLifecycle();
  const troubles = createTroubles();
  let leaveSignals: () => void = () => undefined;
  let ending = false;
  const fail = (error: unknown): void => {
    if (ending) return;
    ending = true;
    process.stderr.write(`segue ${name}: ${lineOf(error)}\n`);
    leaveSignals();
    void Promise.race([lifecycle.close().catch(() => undefined), delay(STOP_TIMEOUT)]).then(() => process.exit(1));
  };
  try {
    const settings = read();
    const logger = createLogger(`segue-${name}`, settings.SEGUE_LOG_LEVEL, troubles);
    leaveSignals = closeOnSignals(stoppable(lifecycle, () => (ending = true)), logger);
    await start({ settings, logger, troubles: [async () => troubles.list()], lifecycle, fail });
  } catch (error) {
    fail(error);
  }
}

/** What fails because everything is being closed is no failure. */
function stoppable(lifecycle: Lifecycle, onStop: () => void): { close(): Promise<void> } {
  return {
    close() {
      onStop();
      return lifecycle.close();
    },
  };
}

function lineOf(error: unknown): string {
  if (error instanceof AppError) return error.message.replace(/\s*\n\s*/g, "; ");
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
