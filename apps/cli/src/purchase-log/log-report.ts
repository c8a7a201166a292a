import type { BrokenRow } from "./row-batch.ts";
import type { Refusal } from "./refusal.ts";

/** How many rejected rows a report names. */
const NAMED_ROWS = 20;

/** A row that is not loaded. */
export interface DroppedRow extends Refusal {
  readonly row: number;
}

/** What became of the rows of a file; filled while it is read. */
export interface LogReport {
  /** Rows below the header that are not blank. */
  rows: number;
  /** Rows that are loaded. */
  kept: number;
  /** Rows in order that are no purchases, by code. */
  readonly skipped: Map<string, number>;
  /** Broken rows, by code. */
  readonly rejected: Map<string, number>;
  /** The first broken rows. */
  readonly firstRejected: DroppedRow[];
  /** Characters put in place of broken bytes. */
  replacedCharacters: number;
}

export type OnDropped = (row: DroppedRow) => void;

export function emptyReport(): LogReport {
  return { rows: 0, kept: 0, skipped: new Map(), rejected: new Map(), firstRejected: [], replacedCharacters: 0 };
}

/** Counts a row that is not loaded. */
export function drop(report: LogReport, row: DroppedRow, onDropped?: OnDropped): void {
  const counts = report[row.outcome];
  counts.set(row.code, (counts.get(row.code) ?? 0) + 1);
  if (row.outcome === "rejected" && report.firstRejected.length < NAMED_ROWS) report.firstRejected.push(row);
  onDropped?.(row);
}

/** Counts a row that could not be taken apart. */
export function dropBroken(report: LogReport, broken: BrokenRow, onDropped?: OnDropped): void {
  report.rows += 1;
  drop(report, { ...broken, outcome: "rejected" }, onDropped);
}

export function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
