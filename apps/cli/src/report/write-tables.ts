import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@segue/shared/errors";
import { toCsv } from "@segue/segmenter/csv";
import type { ReportTable } from "./segment-tables.ts";

export interface TableOptions {
  /** Begin with a byte order mark, for spreadsheets that take UTF-8 for something else without one. */
  readonly bom: boolean;
}

const BOM = "\uFEFF";

/** Writes tables as CSV files into a folder, which is made where there is none. Answers their paths. @throws AppError `unwritable_file` */
export async function writeTables(tables: readonly ReportTable[], folder: string, { bom }: TableOptions): Promise<string[]> {
  const written: string[] = [];
  for (const table of tables) written.push(await writeText(join(folder, table.file), textOf(table, { bom })));
  return written;
}

/** A table as it stands in its file. */
export function textOf({ header, rows }: ReportTable, { bom }: TableOptions): string {
  return (bom ? BOM : "") + toCsv(header, rows);
}

/** Writes one file, with the folders above it. @throws AppError `unwritable_file` */
export async function writeText(path: string, text: string): Promise<string> {
  try {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, text);
    return path;
  } catch (error) {
    throw new AppError("unwritable_file", `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
