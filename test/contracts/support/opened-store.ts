import type { EventLog } from "@segue/shared/ports/event-log";
import type { Commit, Scope, StateStore } from "@segue/shared/ports/state-store";

/** A store and the log its commits publish to. */
export interface OpenedStore {
  readonly store: StateStore;
  readonly log: EventLog;
  /** Partitions that ingest may have scopes for. */
  readonly partitions: number;
  /** The same data once more, as another thread or process would open it. */
  again(): Promise<OpenedStore>;
  close(): Promise<void>;
}

export const INGEST: Scope = { owner: "ingest", partition: 0 };
export const SEGMENTER: Scope = { owner: "segmenter", partition: 0 };

/** A commit that changes nothing but the checkpoint, and what is given. */
export function aCommit(change: Partial<Commit>): Commit {
  return { expected: null, next: "1", puts: [], deletes: [], publish: [], ...change };
}

/** A customer with a text for a value. */
export function aCustomer(id: string, text: string) {
  return { collection: "customers", id, value: Buffer.from(text) } as const;
}
