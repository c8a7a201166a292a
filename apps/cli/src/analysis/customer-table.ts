import type { CleaningStep } from "@segue/shared/analysis/analysis";
import type { AnalysisCategory, AnalysisColumn, AnalysisTable } from "@segue/shared/analysis/analysis-table";
import { featureNamed } from "@segue/shared/customers/features";
import { attributeColumns } from "../purchase-log/attributes.ts";
import { detached } from "../purchase-log/interner.ts";
import { KNOWN_COLUMNS } from "../purchase-log/known-columns.ts";
import type { Log } from "../purchase-log/log.ts";
import { valueOrEmpty } from "../purchase-log/missing.ts";
import { numberReader } from "../purchase-log/numbers.ts";
import type { Cell, CellColumn } from "./cell-column.ts";
import { createCellColumn } from "./cell-column.ts";

export interface CustomerRows {
  readonly table: AnalysisTable;
  readonly steps: readonly CleaningStep[];
  /** Rows below the header. */
  readonly read: number;
  readonly duplicates: number;
}

const NOT_FEATURES = ["customerId", "time"];
/** A column with a share of numbers below this is one of words. */
const MOSTLY = 0.5;

interface Reading {
  readonly columns: readonly { readonly cells: CellColumn; readonly index: number }[];
  readonly ids: string[];
  readonly rows: Map<string, number>;
  readonly counts: { read: number; broken: number; nameless: number; duplicates: number; repeated: number };
}

/** Reads a table of customers whole: one row per customer, columns of numbers and of words. */
export async function readCustomerTable(log: Log, onProgress: (share: number) => void): Promise<CustomerRows> {
  const reading: Reading = { columns: cellColumns(log), ids: [], rows: new Map(), counts: { read: 0, broken: 0, nameless: 0, duplicates: 0, repeated: 0 } };
  const idColumn = log.layout.fields.get("customerId");
  for await (const batch of log.batches) {
    reading.counts.read += batch.rows.length + batch.broken.length;
    reading.counts.broken += batch.broken.length;
    batch.rows.forEach((row, at) => {
      const id = idColumn === undefined ? `row ${batch.numbers[at] ?? 0}` : valueOrEmpty(row[idColumn] ?? "");
      if (id === "") reading.counts.nameless += 1;
      else takeRow(reading, id, row);
    });
    onProgress(log.table.stats.bytes / log.table.stats.totalBytes);
  }
  return { table: tableOf(reading), steps: stepsOf(reading), read: reading.counts.read, duplicates: reading.counts.duplicates };
}

function cellColumns(log: Log): Reading["columns"] {
  const known = Object.keys(KNOWN_COLUMNS.customers);
  const fields = [...log.layout.fields].filter(([field]) => known.includes(field) && !NOT_FEATURES.includes(field)).map(([name, index]) => ({ name, index }));
  const number = numberReader(log.decimalComma);
  return [...fields, ...attributeColumns(log.table.columns, log.layout, known)].map(({ name, index }) => ({
    cells: createCellColumn(name, log.table.columns[index] ?? name, number),
    index,
  }));
}

/** The last row of a customer counts. */
function takeRow({ columns, ids, rows, counts }: Reading, id: string, row: readonly string[]): void {
  const values: Cell[] = columns.map(({ cells, index }) => cells.read(valueOrEmpty(row[index] ?? "")));
  const known = rows.get(id);
  if (known === undefined) {
    const own = detached(id);
    rows.set(own, ids.length);
    columns.forEach(({ cells }, at) => cells.put(ids.length, values[at] ?? { number: Number.NaN, word: -1 }));
    ids.push(own);
    return;
  }
  const same = columns.every(({ cells }, at) => cells.has(known, values[at] ?? { number: Number.NaN, word: -1 }));
  if (same) counts.duplicates += 1;
  else counts.repeated += 1;
  columns.forEach(({ cells }, at) => cells.put(known, values[at] ?? { number: Number.NaN, word: -1 }));
}

const isNumeric = ({ counts }: CellColumn): boolean => counts.numbers > 0 && counts.numbers >= MOSTLY * (counts.numbers + counts.words);

function tableOf({ columns, ids }: Reading): AnalysisTable {
  const numeric = columns.map(({ cells }) => cells).filter(isNumeric);
  const values = new Float64Array(ids.length * numeric.length);
  for (let row = 0; row < ids.length; row += 1) numeric.forEach((cells, f) => (values[row * numeric.length + f] = cells.numberAt(row)));
  return {
    ids,
    columns: numeric.map(({ name, label }): AnalysisColumn => ({ name, label, log: featureNamed(name)?.log ?? null })),
    values: { values, dims: numeric.length },
    categories: columns.flatMap(({ cells }) => (isNumeric(cells) ? [] : categoryOf(cells, ids.length))),
  };
}

function categoryOf(cells: CellColumn, rows: number): AnalysisCategory[] {
  const levels = cells.words();
  if (levels === null || levels.length === 0 || levels.length * 2 > rows) return [];
  return [{ name: cells.name, label: cells.label, levels, values: Int32Array.from({ length: rows }, (_, row) => cells.wordAt(row)) }];
}

function stepsOf({ columns, counts }: Reading): CleaningStep[] {
  const cells = columns.map((column) => column.cells);
  const sum = (of: (column: CellColumn) => number): number => cells.reduce((total, column) => total + of(column), 0);
  const named = (of: (column: CellColumn) => number): string => {
    const names = cells.filter((column) => of(column) > 0).map((column) => `${column.label}: ${of(column)}`);
    return names.length === 0 ? "" : ` (${names.join(", ")})`;
  };
  const words = (column: CellColumn): number => (isNumeric(column) ? column.counts.words : 0);
  return [
    { step: "broken rows", rows: counts.broken, action: "dropped", what: "rows with too few or too many fields, or a quote that is never closed" },
    { step: "no customer", rows: counts.nameless, action: "dropped", what: "rows that name no customer" },
    { step: "duplicates", rows: counts.duplicates, action: "dropped", what: "rows that repeat another one exactly" },
    { step: "customers named again", rows: counts.repeated, action: "changed", what: "rows of a customer who has another one: the last one counts" },
    { step: "not a number", rows: sum(words), action: "changed", what: `texts where numbers belong count as missing${named(words)}` },
    { step: "out of range", rows: sum((column) => column.counts.tooLarge), action: "changed", what: `numbers beyond 1e12 count as missing${named((column) => column.counts.tooLarge)}` },
  ];
}
