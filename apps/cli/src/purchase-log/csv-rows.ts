import { parse } from "csv-parse/sync";
import type { MutableRowBatch, RowBatch } from "./row-batch.ts";
import { emptyBatch, lineLists } from "./row-batch.ts";

/** A quoted field that runs on longer than this is taken for a stray quote: only its first row is given up. */
const MAX_RECORD_LINES = 500;

/** Fields separated by runs of blanks. */
export const BLANKS = " ";

const singleBlanks = (line: string): string => line.trim().replace(/\s+/g, BLANKS);

/**
 * Cuts CSV text into rows. Lines without a quote are split directly, which is six times as fast as parsing them; only records
 * with quotes go through csv-parse, a run at a time.
 */
export async function* csvRows(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<RowBatch> {
  const reader = createReader(delimiter);
  for await (const lines of lineLists(chunks)) {
    const batch = emptyBatch();
    reader.take(delimiter === BLANKS ? lines.map(singleBlanks) : lines, batch);
    reader.flush(batch);
    yield batch;
  }
  const last = emptyBatch();
  reader.end(last);
  yield last;
}

interface Reader {
  take(lines: readonly string[], batch: MutableRowBatch): void;
  flush(batch: MutableRowBatch): void;
  end(batch: MutableRowBatch): void;
}

/** Holds what a line leaves open for the next one: a quoted field that goes on, and records waiting for csv-parse. */
function createReader(delimiter: string): Reader {
  const waiting = { records: [] as string[], numbers: [] as number[] };
  let open: string[] = [];
  let number = 0;

  function flush(batch: MutableRowBatch): void {
    if (waiting.records.length === 0) return;
    parseRun(waiting, delimiter, batch);
    waiting.records = [];
    waiting.numbers = [];
  }

  function take(lines: readonly string[], batch: MutableRowBatch): void {
    for (const line of lines) {
      if (open.length === 0 && !line.includes('"')) plain(line, batch);
      else quoted(line, batch);
    }
  }

  function plain(line: string, batch: MutableRowBatch): void {
    number += 1;
    if (line === "") return;
    flush(batch);
    batch.rows.push(line.split(delimiter));
    batch.numbers.push(number);
  }

  function quoted(line: string, batch: MutableRowBatch): void {
    const isOpen = endsInQuotes(line, delimiter, open.length > 0);
    open.push(line);
    if (!isOpen) {
      number += 1;
      waiting.records.push(open.join("\n"));
      waiting.numbers.push(number);
      open = [];
    } else if (open.length > MAX_RECORD_LINES) giveUp(batch);
  }

  function giveUp(batch: MutableRowBatch): void {
    const lines = open.slice(1);
    open = [];
    number += 1;
    batch.broken.push({ row: number, code: "quote", message: "a quote is opened and never closed" });
    take(lines, batch);
  }

  function end(batch: MutableRowBatch): void {
    while (open.length > 0) giveUp(batch);
    flush(batch);
  }

  return { take, flush, end };
}

/** Whether a quoted field is still open at the end of the line. A quote opens a field only at its start, as csv-parse reads it. */
function endsInQuotes(line: string, delimiter: string, open: boolean): boolean {
  const opening = `${delimiter}"`;
  let inside = open;
  let at = 0;
  if (!open && line.startsWith('"')) {
    inside = true;
    at = 1;
  }
  for (;;) {
    if (inside) {
      const end = closingQuote(line, at);
      if (end < 0) return true;
      at = end + 1;
    }
    const next = line.indexOf(opening, at);
    if (next < 0) return false;
    at = next + opening.length;
    inside = true;
  }
}

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}

function parseRun(run: { records: string[]; numbers: number[] }, delimiter: string, batch: MutableRowBatch): void {
  const rows = parseRecords(run.records.join("\n"), delimiter);
  if (Array.isArray(rows) && rows.length === run.records.length) {
    for (const row of rows) batch.rows.push(row);
    for (const number of run.numbers) batch.numbers.push(number);
    return;
  }
  for (const [index, record] of run.records.entries()) parseOne(record, run.numbers[index] ?? 0, { delimiter, batch });
}

function parseOne(record: string, number: number, to: { delimiter: string; batch: MutableRowBatch }): void {
  const rows = parseRecords(record, to.delimiter);
  const [row] = Array.isArray(rows) ? rows : [];
  if (row === undefined || rows.length !== 1) {
    to.batch.broken.push({ row: number, code: "quote", message: typeof rows === "string" ? rows : "the quotes do not match" });
    return;
  }
  to.batch.rows.push(row);
  to.batch.numbers.push(number);
}

function parseRecords(text: string, delimiter: string): string[][] | string {
  try {
    return parse(text, { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: ["\n", "\r\n"] });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
