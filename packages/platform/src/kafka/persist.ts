import { setTimeout as delay } from "node:timers/promises";
import { isTransient } from "./kafka-errors.ts";

export interface Patience {
  /** Milliseconds in which the last try may begin. */
  readonly limit: number;
  /** Milliseconds between two tries. */
  readonly pause: number;
  readonly isPassing?: (error: unknown) => boolean;
}

/**
 * Tries again what fails while a broker is away; rejects with the last failure. kafkajs tries again itself, but gives up at once
 * when it cannot connect. `isPassing` says which failures may pass.
 */
export async function persist<T>({ limit, pause, isPassing = isTransient }: Patience, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || performance.now() - started + pause > limit) throw error;
      await delay(pause);
    }
  }
}
