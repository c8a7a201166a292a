import { setTimeout as delay } from "node:timers/promises";

/** Waits for `work`, but no longer than `milliseconds`; a failure of it counts as its end. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const timeout = delay(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), timeout]);
  stop.abort();
}
