import { applyChange, stampChange, stampOf } from "./change.ts";
import { readHeads } from "./heads.ts";
import type { Tables } from "./table.ts";

const KEY = Buffer.from("journal");

/**
 * Does a change as a whole, even if this thread is ended in the middle of it. A thread can be ended between any two
 * steps (`terminate`, or the end of the process while other threads run), and lmdb then commits the steps done so far.
 * So the first step, one put, keeps all the others, and the last one removes it again: it costs a copy in memory, but
 * never reaches the disk unless it is needed. Only within a write transaction.
 */
export function applyWhole(tables: Tables, change: Buffer): void {
  stampChange(change, readHeads(tables.meta).sequence);
  tables.meta.putSync(KEY, change);
  applyChange(tables, change);
  tables.meta.removeSync(KEY);
}

/** Whether a thread was ended in the middle of a change. */
export function isTorn(tables: Tables): boolean {
  return tables.meta.doesExist(KEY);
}

/** Completes the change that another thread could not; only within a write transaction, before anything else. */
export function completeTorn(tables: Tables): void {
  const change = tables.meta.get(KEY);
  if (change === undefined) return;
  if (readHeads(tables.meta).sequence === stampOf(change)) applyChange(tables, change);
  tables.meta.removeSync(KEY);
}
