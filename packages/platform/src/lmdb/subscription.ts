import { setImmediate } from "node:timers/promises";
import type { Batch, SubscribeOptions, Subscription, Topic } from "@segue/shared/ports/event-log";
import { headOf, readHeads } from "./heads.ts";
import type { LmdbEnvironment } from "./lmdb-environment.ts";
import { createLogReader } from "./log-reader.ts";

const DEFAULT_MAX_RECORDS = 500;
const PARTITION = 0;

/** Reads topics from where the subscriber wants them and delivers batch after batch until closed, or until something fails. */
export function startSubscription(env: LmdbEnvironment, options: SubscribeOptions, onBatch: (batch: Batch) => Promise<void>): Subscription {
  const { maxRecords = DEFAULT_MAX_RECORDS, onFailure } = options;
  let closing = false;

  const deliver = async () => {
    const reader = createLogReader(env, await startingPoints(env, options));
    while (!closing) {
      // Taken before looking: what is committed after the look makes the wait below return at once.
      const ticket = env.wakeUp.ticket();
      const batch = await reader.next(maxRecords);
      if (batch === null) await env.wakeUp.wait(ticket);
      else {
        await onBatch(batch);
        // A reader with a backlog would otherwise go from promise to promise and starve timers and sockets.
        await setImmediate();
      }
    }
  };
  const delivering = deliver().catch((error: unknown) => {
    closing = true;
    onFailure(error);
  });

  return {
    close: async () => {
      closing = true;
      env.wakeUp.wakeHere();
      await delivering;
    },
  };
}

async function startingPoints(env: LmdbEnvironment, { topics, from }: SubscribeOptions): Promise<ReadonlyMap<Topic, number>> {
  const points = new Map<Topic, number>();
  for (const topic of topics) {
    const wanted = await from(topic, PARTITION);
    points.set(topic, wanted === "earliest" ? await env.look(() => headOf(readHeads(env.meta), topic).first) : wanted);
  }
  return points;
}
