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
import type { DateOrder } from "./date-order.ts";
import { dateOrder, formatOf, isSlashed } from "./date-order.ts";
import { valueOrEmpty } from "./missing.ts";
import { hasDecimalComma } from "./numbers.ts";
import { TIME_FORMATS, detectTimeFormat } from "./times.ts";
import { usageError } from "./usage-error.ts";

export interface LogOptions {
  /** Columns that are not to be known by their names. */
  readonly map?: ColumnMap | undefined;
  /** What the file holds; left out, its columns tell. */
  readonly kind?: Kind | undefined;
  /** The columns of a file without a header. */
  readonly columns?: readonly string[] | undefined;
  /** Whether 3/4/2024 is in April or in March, where the file leaves it open. */
  readonly dates?: DateOrder | undefined;
  /** To be told where the file leaves it open; otherwise the month comes first. */
  readonly askDates?: boolean | undefined;
  readonly idless?: boolean | undefined;
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
  /** Decimals are written with a comma. */
  readonly decimalComma: boolean;
  readonly batches: AsyncGenerator<RowBatch>;
}

const SAMPLE_ROWS = 200;

/**
 * Opens a file and finds out what it holds and in which format its times are.
 * @throws AppError when it cannot be read or understood; code `usage` where `map` or `kind` can help.
 */
export async function openLog(path: string, options: LogOptions = {}): Promise<Log> {
  const table = await openTable(path, options.columns);
  try {
    const layout = findLayout(path, table.columns, options);
    const head = await firstRows(table.batches);
    const decimalComma = hasDecimalComma(table.delimiter, numericFields(layout, head));
    const timeFormat = await timeFormatOf({ path, layout, table, head }, options);
    return { path, layout, table, timeFormat, decimalComma, batches: resumed(head, table.batches) };
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

interface Head {
  readonly path: string;
  readonly layout: Layout;
  readonly table: Table;
  readonly head: readonly RowBatch[];
}

async function timeFormatOf({ path, layout, table, head }: Head, options: LogOptions): Promise<TimeFormat | undefined> {
  const column = layout.fields.get("time");
  if (column === undefined) return undefined;
  const rows = head.flatMap((batch) => batch.rows);
  const samples = rows.map((row) => valueOrEmpty(row[column] ?? "")).filter((text) => text !== "").slice(0, SAMPLE_ROWS);
  const [first] = samples;
  if (first === undefined) return TIME_FORMATS[0];
  const format = detectTimeFormat(samples);
  const name = table.columns[column] ?? "";
  if (format === undefined) throw usageError(`${path}: column "${name}" holds no times that can be read, e.g. "${first}"; they must be ${TIME_FORMATS.join(", ")}`);
  return isSlashed(format) ? slashedFormat({ path, column, name, first, samples }, options) : format;
}

interface SlashedTimes {
  readonly path: string;
  readonly column: number;
  readonly name: string;
  readonly first: string;
  readonly samples: readonly string[];
}

/** Days from the 13th on tell which number is the month; the file is read on until one of them comes. */
async function slashedFormat({ path, column, name, first, samples }: SlashedTimes, options: LogOptions): Promise<TimeFormat> {
  if (options.dates !== undefined) return formatOf(options.dates);
  const order = dateOrder(samples) ?? (await orderInFile(path, column, options));
  if (order !== undefined) return formatOf(order);
  if (options.askDates === true) throw usageError(`${path}: times such as "${first}" in column "${name}" can be read in two ways; say --dates month-first or --dates day-first`);
  return formatOf("month-first");
}

async function orderInFile(path: string, column: number, { columns }: LogOptions): Promise<DateOrder | undefined> {
  const table = await openTable(path, columns);
  try {
    for await (const { rows } of table.batches) {
      const order = dateOrder(rows.map((row) => valueOrEmpty(row[column] ?? "")));
      if (order !== undefined) return order;
    }
    return undefined;
  } finally {
    await table.close();
  }
}

/** Identifiers and words may hold commas that say nothing of numbers. */
const WORDS = ["customerId", "orderId", "productId", "title", "category", "country", "time", "eventId", "gender"];

function* numericFields({ fields, others }: Layout, head: readonly RowBatch[]): Generator<string> {
  const columns = [...fields].filter(([field]) => !WORDS.includes(field)).map(([, index]) => index);
  for (const { rows } of head) for (const row of rows) for (const column of [...columns, ...others]) yield row[column] ?? "";
}
