import type { Command } from "commander";
import { Argument } from "commander";
import { AppError } from "@segue/shared/errors";
import type { CliIo } from "../cli-io.ts";
import { readSystem } from "../export/read-system.ts";
import { segmentedCustomers } from "../export/segmented-customers.ts";
import { createClient } from "../http-client.ts";
import type { ReportTable } from "../report/segment-tables.ts";
import { segmentTables } from "../report/segment-tables.ts";
import { textOf, writeTables } from "../report/write-tables.ts";
import { DEFAULT_URL } from "./import.ts";

const TABLES = ["segments", "customers", "recommendations"] as const;
type TableName = (typeof TABLES)[number];

interface ExportOptions {
  readonly out?: string;
  readonly to: string;
  readonly apiKey?: string;
  readonly bom?: boolean;
}

/** Adds `segue export`. */
export function addExport(program: Command, io: CliIo): void {
  program
    .command("export")
    .description("the customers, segments and recommendations of a running system as CSV")
    .addArgument(new Argument("[tables...]", "which ones; left out, all of them").choices(TABLES))
    .option("--out <folder>", "where to write them; left out, a single table goes to standard output")
    .option("--to <url>", "where Segue answers", DEFAULT_URL)
    .option("--api-key <key>", "where the server wants one")
    .option("--bom", "begin the files with a byte order mark, for spreadsheets that need one")
    .action((names: readonly TableName[], options: ExportOptions) => exportTables(names.length === 0 ? TABLES : names, options, io));
}

async function exportTables(names: readonly TableName[], { out, to, apiKey, bom = false }: ExportOptions, io: CliIo): Promise<void> {
  if (out === undefined && names.length > 1) throw new AppError("usage", `name a folder for the tables with --out, or one table of ${TABLES.join(", ")} to have it on standard output`);
  const reading = await readSystem(createClient({ url: to, apiKey }));
  const customers = segmentedCustomers(reading);
  const tables = segmentTables(customers).filter(({ file }) => names.some((name) => file === `${name}.csv`));
  if (out === undefined) return printTable(tables, { bom }, io);
  for (const path of await writeTables(tables, out, { bom })) io.note(`wrote ${path}`);
  io.note("no k.csv: a running system keeps its choice of the number of segments, not the table behind it; segue analyze writes one");
  const { modelVersion, asOf, totals } = reading.segments;
  const rest = totals.unsegmented === 0 ? "" : `, ${totals.unsegmented} more in none yet`;
  io.out(`${customers.ids.length} customers in ${customers.segments.length} segments${rest}, model ${modelVersion ?? "none"}, as of ${asOf}`);
}

function printTable(tables: readonly ReportTable[], options: { readonly bom: boolean }, io: CliIo): void {
  // The line ends with the one that the table ends with.
  for (const table of tables) io.out(textOf(table, options).trimEnd());
}
