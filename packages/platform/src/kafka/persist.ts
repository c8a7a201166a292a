import { setTimeout as delay } from "node:timers/promises";

export interface Patience {
  /** Milliseconds in which the last try may begin. */
  readonly limit: number;
  /** Milliseconds between two tries. */
  readonly pause: number;
}

/** Tries again what may fail while a broker is away; rejects with the last failure. */
export async function persist<T>({ limit, pause }: Patience, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() - started + pause > limit) throw error;
      await delay(pause);
    }
  }
}
