import { join } from "node:path";
import type { Analysis } from "@segue/shared/analysis/analysis";
import { reportData } from "@segue/shared/analysis/report-data";
import { reportPage } from "./report-page.ts";
import { reportTables } from "./report-tables.ts";
import type { TableOptions } from "./write-tables.ts";
import { writeTables, writeText } from "./write-tables.ts";

const PAGE = "report.html";

/**
 * Writes the report as one HTML file, and its tables as CSV files beside it. Answers the files' paths.
 * @throws AppError `unwritable_file`, or `not_built` before anything is written.
 */
export async function writeReport(analysis: Analysis, folder: string, options: TableOptions): Promise<string[]> {
  const page = await reportPage(reportData(analysis));
  const tables = await writeTables(reportTables(analysis), folder, options);
  return [await writeText(join(folder, PAGE), page), ...tables];
}
