import { setTimeout as delay } from "node:timers/promises";

export interface Patience {
  /** How long a failure that may pass is put up with, in milliseconds. */
  readonly milliseconds: number;
  /** The error to give up with at once, `null` where it may pass. */
  readonly lasting: (error: unknown) => Error | null;
  /** The error to give up with when it does not pass. */
  readonly exhausted: (error: unknown) => Error;
}

const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 500;

/** Tries again until it works, with growing pauses. `attempt` must be harmless to repeat. */
export async function patiently<T>(attempt: () => Promise<T>, { milliseconds, lasting, exhausted }: Patience): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      const verdict = lasting(error);
      if (verdict !== null) throw verdict;
      if (performance.now() + pause > deadline) throw exhausted(error);
    }
    await delay(pause);
  }
}
