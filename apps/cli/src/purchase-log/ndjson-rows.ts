import type { BrokenRow, MutableRowBatch, RowBatch } from "./row-batch.ts";
import { emptyBatch, lineLists } from "./row-batch.ts";

interface Entry {
  readonly row: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Columns are the keys seen in this many first objects. */
const KEY_SAMPLE = 1_000;

/**
 * Cuts NDJSON into rows. Purchase events (objects with `items`) become one row per item; nested values become JSON text.
 * The first batch has a single row: the columns.
 */
export async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<RowBatch> {
  let columns: readonly string[] | undefined;
  let number = 0;
  for await (const lines of lineLists(chunks)) {
    const batch = emptyBatch();
    const entries: Entry[] = [];
    for (const line of lines) {
      number += 1;
      if (line.trim() !== "") readLine(line, number, { entries, broken: batch.broken });
    }
    if (columns === undefined && entries.length > 0) {
      columns = keysOf(entries);
      yield { rows: [columns], numbers: [0], broken: [] };
    }
    fill(batch, entries, columns ?? []);
    yield batch;
  }
}

function readLine(line: string, row: number, to: { entries: Entry[]; broken: BrokenRow[] }): void {
  try {
    const value: unknown = JSON.parse(line);
    if (!isObject(value)) throw new Error("a line must be one JSON object");
    for (const flat of flattened(value)) to.entries.push({ row, value: flat });
  } catch (error) {
    to.broken.push({ row, code: "json", message: error instanceof Error ? error.message : String(error) });
  }
}

/** A whole purchase event carries its lines in `items`; its id must stay, or loading it here and posting it would count twice. */
function flattened(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value["items"])) return [value];
  const { items, id, ...order } = value;
  if (items.length === 0) throw new Error("items is empty");
  return items.map((item: unknown) => {
    if (!isObject(item)) throw new Error("each of items must be an object");
    return { ...order, ...(id === undefined ? {} : { eventId: id }), ...item };
  });
}

function keysOf(entries: readonly Entry[]): readonly string[] {
  const keys = new Set<string>();
  for (const { value } of entries.slice(0, KEY_SAMPLE)) for (const key of Object.keys(value)) keys.add(key);
  return [...keys];
}

function fill(batch: MutableRowBatch, entries: readonly Entry[], columns: readonly string[]): void {
  for (const { row, value } of entries) {
    batch.rows.push(columns.map((column) => text(value[column])));
    batch.numbers.push(row);
  }
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return JSON.stringify(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
