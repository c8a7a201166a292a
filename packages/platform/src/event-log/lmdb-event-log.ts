import { AppError } from "@segue/shared/errors";
import type { EventLog, Subscription } from "@segue/shared/ports/event-log";
import { createAppender } from "../lmdb/appender.ts";
import { headOf, readHeads } from "../lmdb/heads.ts";
import type { LmdbEnvironment } from "../lmdb/lmdb-environment.ts";
import { startSubscription } from "../lmdb/subscription.ts";

/** A log with one partition and one order over all topics. Closing it leaves the environment open. */
export function createLmdbEventLog(env: LmdbEnvironment): EventLog {
  const appender = createAppender(env);
  const subscriptions = new Set<Subscription>();
  let closed = false;
  const checkOpen = () => {
    if (closed) throw new AppError("log_closed", `The log in ${env.path} has been closed.`);
  };

  return {
    partitions: 1,
    append: async (records) => {
      checkOpen();
      return appender.append(records);
    },
    subscribe: async (options, onBatch) => {
      checkOpen();
      const subscription = startSubscription(env, options, onBatch);
      subscriptions.add(subscription);
      return {
        close: async () => {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    start: async (topic) => [headOf(await env.look(() => readHeads(env.meta)), topic).first],
    end: async (topic) => {
      const heads = await env.look(() => readHeads(env.meta));
      // What another thread has just committed is visible before it is durable.
      await env.sync();
      return [headOf(heads, topic).end];
    },
    close: async () => {
      closed = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await appender.settled();
    },
  };
}
