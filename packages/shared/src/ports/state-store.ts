import type { NewRecord } from "./event-log.ts";

/** What is kept. `assignments`, `tastes`, `paths` and `segments` belong to the segmenter, the rest to ingest. */
export const COLLECTIONS = ["customers", "tombstones", "installation", "assignments", "tastes", "paths", "segments"] as const;
export type Collection = (typeof COLLECTIONS)[number];

/**
 * A unit of guarded writing: one service's work on one partition, with its own checkpoint. It reads and writes the entries that are its
 * own: ingest the customers whose id belongs to the partition (`partitionOf`), the segmenter its collections.
 */
export interface Scope {
  readonly owner: "ingest" | "segmenter" | "replay";
  readonly partition: number;
}

export interface EntryRef {
  readonly collection: Collection;
  readonly id: string;
}

export interface Entry extends EntryRef {
  readonly value: Uint8Array;
}

/** One consistent look: no commit can lie between the checkpoint and any of the values. */
export interface Snapshot {
  /** `null` before the scope's first commit. */
  readonly checkpoint: string | null;
  /** In the order asked for. */
  readonly values: readonly (Uint8Array | undefined)[];
}

export interface Commit {
  /** The checkpoint this change was computed from; the commit is refused when another stands there now. */
  readonly expected: string | null;
  readonly next: string;
  readonly puts: readonly Entry[];
  readonly deletes: readonly EntryRef[];
  /** Records that go out with the change: never lost when it is kept, harmless to repeat. */
  readonly publish: readonly NewRecord[];
}

export interface ScanPage {
  readonly entries: readonly { readonly id: string; readonly value: Uint8Array }[];
  /** Where to go on, or `null` at the end. */
  readonly cursor: string | null;
}

/** State beside its checkpoint, changed only as a whole and only from the state it was computed from. */
export interface StateStore {
  read(scope: Scope, refs: readonly EntryRef[]): Promise<Snapshot>;
  /**
   * `true` when kept; `false`, with nothing changed, when `expected` is not the scope's checkpoint. A store that has lost its last
   * commits stands at a checkpoint of before, with the entries as they were then.
   */
  commit(scope: Scope, change: Commit): Promise<boolean>;
  /** Unguarded reads for serving, in the order asked for. */
  get(collection: Collection, ids: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  /** Pages through a collection in a stable order; entries that stay are seen exactly once. */
  scan(collection: Collection, page: { readonly cursor: string | null; readonly limit: number }): Promise<ScanPage>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
