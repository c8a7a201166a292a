import type { Database } from "lmdb";

/**
 * A named part of the environment: bytes under bytes, in byte order. Within a write transaction `putSync` and
 * `removeSync` are part of it and wait for nothing.
 */
export type Table = Database<Buffer, Buffer>;

/** What a transaction works on. */
export interface Tables {
  /** One value per thing: the layout, the ends of the log, the checkpoints. */
  readonly meta: Table;
  readonly frames: Table;
  readonly state: Table;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
