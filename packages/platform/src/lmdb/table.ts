import type { Database } from "lmdb";

/**
 * A named part of the environment: bytes under bytes, in byte order. Within a write transaction `putSync` and
 * `removeSync` are part of it and wait for nothing.
 */
export type Table = Database<Buffer, Buffer>;
