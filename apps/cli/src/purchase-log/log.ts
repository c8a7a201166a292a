import type { ColumnMap } from "./column-map.ts";
import type { Kind } from "./known-columns.ts";
import { KNOWN_COLUMNS } from "./known-columns.ts";
import type { Layout } from "./layout.ts";
import { findLayout } from "./layout.ts";
import type { OnDropped } from "./log-report.ts";
import type { RowBatch } from "./row-batch.ts";
import type { Table } from "./table.ts";
import { openTable } from "./table.ts";
import type { TimeFormat } from "./times.ts";
import { TIME_FORMATS, detectTimeFormat } from "./times.ts";
import { usageError } from "./usage-error.ts";

export interface LogOptions {
  /** Columns that are not to be known by their names. */
  readonly map?: ColumnMap | undefined;
  /** What the file holds; left out, its columns tell. */
  readonly kind?: Kind | undefined;
  /** Whether a product's lines are kept; left out, all are. */
  readonly accepts?: ((productId: string) => boolean) | undefined;
  /** Called for every row that is not loaded. */
  readonly onDropped?: OnDropped | undefined;
  /** Called now and then with the share of the file that is read, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** An open file of purchases, customers or products. */
export interface Log {
  readonly path: string;
  readonly layout: Layout;
  readonly table: Table;
  /** Undefined where there is no column of times. */
  readonly timeFormat: TimeFormat | undefined;
  readonly batches: AsyncGenerator<RowBatch>;
}

const SAMPLE_ROWS = 200;

/**
 * Opens a file and finds out what it holds and in which format its times are.
 * @throws AppError when it cannot be read or understood; code `usage` where `map` or `kind` can help.
 */
export async function openLog(path: string, options: LogOptions = {}): Promise<Log> {
  const table = await openTable(path);
  try {
    const layout = findLayout(path, table.columns, options);
    const head = await firstRows(table.batches);
    const timeFormat = timeFormatOf(path, layout, { table, head });
    return { path, layout, table, timeFormat, batches: resumed(head, table.batches) };
  } catch (error) {
    await table.close();
    throw error;
  }
}

/** What the file was taken for, on one line. */
export function describeLog({ path, layout, table, timeFormat }: Log): string {
  const known = Object.keys(KNOWN_COLUMNS[layout.kind]);
  const read = [...layout.fields].map(([field, index]) => `${field}=${table.columns[index] ?? ""}`);
  const attributes = layout.kind === "purchases" ? [] : layout.others.map((index) => table.columns[index] ?? "");
  const unread = known.length > 0 && attributes.length > 0 ? `; attributes ${attributes.join(", ")}` : "";
  const times = timeFormat === undefined ? "" : `; times are ${timeFormat}${timeFormat.startsWith("epoch") ? "" : ", UTC where no zone is given"}`;
  return `${path}: ${layout.kind} (${table.format}) with ${read.join(", ")}${unread}${times}`;
}

async function firstRows(batches: AsyncGenerator<RowBatch>): Promise<RowBatch[]> {
  const head: RowBatch[] = [];
  let rows = 0;
  while (rows < SAMPLE_ROWS) {
    const next = await batches.next();
    if (next.done === true) break;
    head.push(next.value);
    rows += next.value.rows.length;
  }
  return head;
}

async function* resumed(head: RowBatch[], batches: AsyncGenerator<RowBatch>): AsyncGenerator<RowBatch> {
  try {
    yield* head.splice(0);
    yield* batches;
  } finally {
    await batches.return(undefined);
  }
}

function timeFormatOf(path: string, layout: Layout, from: { table: Table; head: readonly RowBatch[] }): TimeFormat | undefined {
  const column = layout.fields.get("time");
  if (column === undefined) return undefined;
  const rows = from.head.flatMap((batch) => batch.rows);
  const samples = rows.map((row) => (row[column] ?? "").trim()).filter((text) => text !== "").slice(0, SAMPLE_ROWS);
  if (samples.length === 0) return TIME_FORMATS[0];
  const format = detectTimeFormat(samples);
  if (format !== undefined) return format;
  const name = from.table.columns[column] ?? "";
  throw usageError(`${path}: column "${name}" holds no times that can be read, e.g. "${samples[0] ?? ""}"; they must be ${TIME_FORMATS.join(", ")}`);
}
