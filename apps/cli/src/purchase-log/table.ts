import { AppError } from "@segue/shared/errors";
import { BLANKS, csvRows } from "./csv-rows.ts";
import { ndjsonRows } from "./ndjson-rows.ts";
import { normalName } from "./column-map.ts";
import type { RowBatch } from "./row-batch.ts";
import type { TextStats } from "./text-source.ts";
import { openText } from "./text-source.ts";
import { usageError } from "./usage-error.ts";

export interface Table {
  readonly path: string;
  readonly format: "CSV" | "NDJSON";
  /** What separates the fields of a CSV file; empty for NDJSON. */
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** The rows below the header; every row has one field per column. */
  readonly batches: AsyncGenerator<RowBatch>;
  readonly stats: TextStats;
  /** Lets go of the file; needed only when the batches are not read to their end. */
  close(): Promise<void>;
}

const DELIMITERS = [",", ";", "\t", "|"];

/**
 * Opens a CSV or NDJSON file, gzipped or not, and reads its columns. Rows with too few or too many fields come out as broken. `names` are
 * those of a file without a header: what is named by nothing is not read.
 * @throws AppError when the file cannot be read, is empty, or names a column twice; `usage` where `names` do not fit, or are needed.
 */
export async function openTable(path: string, names?: readonly string[]): Promise<Table> {
  const { chunks, stats } = await openText(path);
  const first = await firstText(path, chunks);
  const json = looksLikeJson(path, first);
  if (json && names !== undefined) throw usageError(`${path} holds NDJSON, which names its columns itself; leave out --columns`);
  const delimiter = json ? "" : delimiterOf(first);
  const text = resumed(first, chunks);
  const all = json ? ndjsonRows(text) : csvRows(text, delimiter);
  const close = async (): Promise<void> => void (await all.return(undefined));
  try {
    const { columns, rest } = await splitHeader(path, all, names);
    return { path, format: json ? "NDJSON" : "CSV", delimiter, columns, batches: wellFormed(columns.length, rest, all), stats, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function firstText(path: string, chunks: AsyncGenerator<string>): Promise<string> {
  let text = "";
  while (text.trim() === "") {
    const next = await chunks.next();
    if (next.done === true) throw new AppError("empty_file", `${path} is empty`);
    text += next.value;
  }
  return text;
}

async function* resumed(first: string, chunks: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield first;
    yield* chunks;
  } finally {
    await chunks.return(undefined);
  }
}

function looksLikeJson(path: string, text: string): boolean {
  const start = text.trimStart();
  if (start.startsWith("[")) throw new AppError("unreadable_file", `${path} holds a JSON array; write one object per line (jq -c '.[]')`);
  return start.startsWith("{") || /\.(ndjson|jsonl)(\.gz)?$/i.test(path);
}

function delimiterOf(text: string): string {
  const [header = ""] = text.trimStart().split("\n", 1);
  const bare = header.replace(/"[^"]*"/g, "");
  const count = (delimiter: string): number => bare.split(delimiter).length;
  const most = DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
  return count(most) === 1 && /\S\s+\S/.test(bare) ? BLANKS : most;
}

async function splitHeader(path: string, batches: AsyncGenerator<RowBatch>, names?: readonly string[]): Promise<{ columns: readonly string[]; rest: RowBatch }> {
  const broken: RowBatch["broken"][number][] = [];
  for (;;) {
    const next = await batches.next();
    if (next.done === true) throw new AppError("unreadable_file", firstProblem(path, broken));
    broken.push(...next.value.broken);
    const [first, ...rows] = next.value.rows;
    if (first === undefined) continue;
    const header = first.map((column) => column.trim());
    const columns = names ?? header;
    checkHeader(path, header, names);
    const isData = names !== undefined && !names.every((name, at) => normalName(name) === normalName(header[at] ?? ""));
    const { numbers } = next.value;
    return { columns, rest: isData ? { ...next.value, broken } : { rows, numbers: numbers.slice(1), broken } };
  }
}

function checkHeader(path: string, header: readonly string[], names: readonly string[] | undefined): void {
  const columns = names ?? header;
  const twice = columns.find((column, index) => column !== "" && columns.indexOf(column) !== index);
  if (twice !== undefined) throw new AppError("duplicate_column", `${path} has two columns named "${twice}"; rename one of them`);
  if (names !== undefined && names.length !== header.length) throw usageError(`--columns names ${count(names.length, "column")}, but the first row of ${path} has ${count(header.length, "field")}`);
  if (names === undefined && header.filter(isValue).length * 2 >= header.length) {
    throw usageError(`${path} seems to have no header, its first row is ${header.slice(0, 4).join(", ")}; name its columns with --columns a,b,...`);
  }
}

/** A number or a day: what stands in rows, not above them. */
function isValue(field: string): boolean {
  return /^[+-]?\d+([.,]\d+)?$/.test(field) || /^\d{1,4}[-/.]\d\d?[-/.]\d{1,4}\b/.test(field);
}

function firstProblem(path: string, broken: RowBatch["broken"]): string {
  const [problem] = broken;
  return problem === undefined ? `${path} has no rows` : `${path} cannot be read: row ${problem.row}: ${problem.message}`;
}

async function* wellFormed(width: number, first: RowBatch, batches: AsyncGenerator<RowBatch>): AsyncGenerator<RowBatch> {
  try {
    yield checked(first, width);
    for await (const batch of batches) yield checked(batch, width);
  } finally {
    await batches.return(undefined);
  }
}

function checked(batch: RowBatch, width: number): RowBatch {
  if (batch.rows.every((row) => row.length === width)) return batch;
  const rows: (readonly string[])[] = [];
  const numbers: number[] = [];
  const broken = [...batch.broken];
  for (const [index, row] of batch.rows.entries()) {
    const number = batch.numbers[index] ?? 0;
    if (row.length < width || row.slice(width).some((field) => field !== "")) {
      broken.push({ row: number, code: "fields", message: `the row has ${count(row.length, "field")}, the header ${width}` });
      continue;
    }
    rows.push(row.length === width ? row : row.slice(0, width));
    numbers.push(number);
  }
  return { rows, numbers, broken };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
