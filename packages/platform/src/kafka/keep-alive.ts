import type { BatchInHand } from "./kafka-api.ts";

/**
 * Does `work` while the group is told that this member is alive, however long it takes.
 * Returns why the group could not be told, if so: the work is done all the same, and what it did still counts.
 */
export async function keepAlive(inHand: BatchInHand, interval: number, work: () => Promise<void>): Promise<Error | null> {
  let lost: Error | null = null;
  const timer = setInterval(() => {
    inHand.heartbeat().catch((error: Error) => {
      lost = error;
    });
  }, interval);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return lost;
}
