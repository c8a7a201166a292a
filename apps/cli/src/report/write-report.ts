import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Analysis } from "@segue/shared/analysis/analysis";
import { reportData } from "@segue/shared/analysis/report-data";
import { AppError } from "@segue/shared/errors";
import { toCsv } from "@segue/segmenter/csv";
import { reportPage } from "./report-page.ts";
import type { ReportTable } from "./report-tables.ts";
import { reportTables } from "./report-tables.ts";

export interface TableOptions {
  /** Begin with a byte order mark, for spreadsheets that take UTF-8 for something else without one. */
  readonly bom: boolean;
}

const PAGE = "report.html";
const BOM = "\uFEFF";

/**
 * Writes the report as one HTML file, and its tables as CSV files beside it. Answers the files' paths.
 * @throws AppError `unwritable_file`, or `not_built` before anything is written.
 */
export async function writeReport(analysis: Analysis, folder: string, options: TableOptions): Promise<string[]> {
  const page = await reportPage(reportData(analysis));
  const tables = await writeTables(reportTables(analysis), folder, options);
  return [await write(join(folder, PAGE), page), ...tables];
}

/** @throws AppError `unwritable_file` */
async function writeTables(tables: readonly ReportTable[], folder: string, { bom }: TableOptions): Promise<string[]> {
  const written: string[] = [];
  for (const { file, header, rows } of tables) written.push(await write(join(folder, file), (bom ? BOM : "") + toCsv(header, rows)));
  return written;
}

async function write(path: string, text: string): Promise<string> {
  try {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, text);
    return path;
  } catch (error) {
    throw new AppError("unwritable_file", `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
