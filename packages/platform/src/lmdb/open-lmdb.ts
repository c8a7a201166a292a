import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { createLmdbEventLog } from "../event-log/lmdb-event-log.ts";
import { createLmdbStateStore } from "../state-store/lmdb-state-store.ts";
import { openEnvironment } from "./lmdb-environment.ts";
import type { EnvironmentOptions } from "./lmdb-environment.ts";
import { createRetention } from "./retention.ts";
import type { Retention } from "./retention.ts";

export interface Lmdb {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly retention: Retention;
  /** Ends subscriptions, waits for writes in flight and lets go of the folder. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens the log and the state store of a data folder. Any number of threads of one process may do so at the same
 * time, each for itself; for a second process it fails with `data_folder_locked`.
 */
export function openLmdb(path: string, options: EnvironmentOptions = {}): Lmdb {
  const env = openEnvironment(path, options);
  const log = createLmdbEventLog(env);
  const store = createLmdbStateStore(env);
  return {
    log,
    store,
    retention: createRetention(env),
    close: async () => {
      await log.close();
      await store.close();
      await env.close();
    },
  };
}
