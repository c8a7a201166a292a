import type { Command } from "commander";
import type { CliIo } from "../cli-io.ts";
import { readSystem } from "../export/read-system.ts";
import { segmentedCustomers } from "../export/segmented-customers.ts";
import { createClient } from "../http-client.ts";
import { segmentTables } from "../report/segment-tables.ts";
import { writeTables } from "../report/write-tables.ts";
import { DEFAULT_URL } from "./import.ts";

interface ExportOptions {
  readonly out: string;
  readonly url: string;
  readonly key?: string;
  readonly bom?: boolean;
}

/** Adds `segue export`. */
export function addExport(program: Command, io: CliIo): void {
  program
    .command("export")
    .description("write the customers, segments and recommendations of a running system as CSV files")
    .requiredOption("--out <folder>", "where to write them")
    .option("--to, --url <url>", "where Segue answers", DEFAULT_URL)
    .option("--api-key, --key <key>", "where the server wants one")
    .option("--bom", "begin the files with a byte order mark, for spreadsheets that need one")
    .action((options: ExportOptions) => exportTables(options, io));
}

async function exportTables({ out, url, key, bom }: ExportOptions, io: CliIo): Promise<void> {
  const reading = await readSystem(createClient({ url, apiKey: key }));
  const customers = segmentedCustomers(reading);
  const written = await writeTables(segmentTables(customers), out, { bom: bom === true });
  for (const path of written) io.note(`wrote ${path}`);
  io.note("no k.csv: a running system keeps its choice of the number of segments, not the table behind it; segue analyze writes one");
  const { modelVersion, asOf, totals } = reading.segments;
  const rest = totals.unsegmented === 0 ? "" : `, ${totals.unsegmented} more in none yet`;
  io.out(`${customers.ids.length} customers in ${customers.segments.length} segments${rest}, model ${modelVersion ?? "none"}, as of ${asOf}`);
}
