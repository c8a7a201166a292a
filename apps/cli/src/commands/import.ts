import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { AppError } from "@segue/shared/errors";
import type { CliIo } from "../cli-io.ts";
import { createClient } from "../http-client.ts";
import type { Progress } from "../progress.ts";
import { startProgress, startShare } from "../progress.ts";
import { parseColumnMap } from "../purchase-log/column-map.ts";
import type { DateOrder } from "../purchase-log/date-order.ts";
import { DATE_ORDERS } from "../purchase-log/date-order.ts";
import type { Kind } from "../purchase-log/known-columns.ts";
import { KINDS } from "../purchase-log/known-columns.ts";
import { loadFile } from "../purchase-log/load-file.ts";
import { droppedSummary, loadSummary } from "../purchase-log/load-summary.ts";
import type { Log } from "../purchase-log/log.ts";
import { describeLog, openLog } from "../purchase-log/log.ts";
import { openRejectFile } from "../purchase-log/reject-file.ts";
import { names } from "./names.ts";

interface ImportOptions {
  readonly to: string;
  readonly map?: string;
  readonly columns?: readonly string[];
  readonly dates?: DateOrder;
  readonly kind?: Kind;
  readonly currency?: string;
  readonly apiKey?: string;
  readonly rejects?: string;
  /** How long to go on trying when the server is gone, in milliseconds. */
  readonly patience?: number;
}

export const DEFAULT_URL = "http://127.0.0.1:8080";

/** Adds `segue import`. */
export function addImport(program: Command, io: CliIo): void {
  program
    .command("import")
    .description("load purchases, customers or products from a file")
    .argument("<file>", "CSV or NDJSON, gzipped or not")
    .option("--map <col=field,...>", "what columns mean, where their names do not tell")
    .option("--columns <names>", "the columns of a file without a header, separated by commas; one without a name is not read", names)
    .addOption(new Option("--dates <order>", "whether 3/4/2024 is in March or in April, where the file leaves it open; March where nothing is said").choices(DATE_ORDERS))
    .option("--to <url>", "where Segue answers", DEFAULT_URL)
    .addOption(new Option("--kind <kind>", "what the file holds; left out, its columns tell").choices(KINDS))
    .option("--currency <code>", "of the prices, where the file does not say, e.g. GBP", currencyCode)
    .option("--api-key <key>", "where the server wants one")
    .option("--rejects <file>", "write every row that is not loaded to a CSV file, with the reason")
    .action((file: string, options: ImportOptions) => importFile(file, options, io));
}

/**
 * Loads a file into a running server.
 * @throws AppError when the file or the server cannot be used, or nothing could be loaded.
 */
async function importFile(path: string, options: ImportOptions, io: CliIo): Promise<void> {
  const client = createClient({ url: options.to, apiKey: options.apiKey, patience: options.patience });
  const { kind, columns, dates } = options;
  const log = await openLog(path, { kind, columns, dates, map: options.map === undefined ? undefined : parseColumnMap(options.map) });
  const started = performance.now();
  const progress = createPhases();
  const close: (() => Promise<void>)[] = [() => log.table.close()];
  try {
    io.note(describeLog(log));
    await client.reach();
    const rejects = options.rejects === undefined ? undefined : await openRejectFile(options.rejects);
    if (rejects !== undefined) close.push(() => rejects.close());
    const loaded = await loadFile(log, { client, currency: options.currency, onDropped: rejects?.write, ...progress });
    progress.stop();
    if (loaded.accepted === 0) throw nothingLoaded(log, droppedSummary(loaded.report), io);
    for (const line of loadSummary(log.layout.kind, loaded, (performance.now() - started) / 1000)) io.out(line);
  } finally {
    progress.stop();
    for (const each of close.reverse()) await each();
  }
}

function nothingLoaded(log: Log, reasons: readonly string[], io: CliIo): AppError {
  for (const line of reasons) io.note(line);
  const why = reasons.length === 0 ? "it has no rows" : "every row was skipped or rejected";
  return new AppError("nothing_loaded", `nothing could be loaded from ${log.path}: ${why}`);
}

interface Phases {
  readonly onProgress: (share: number) => void;
  readonly onPhase: (phase: string, total: number) => void;
  readonly onSent: (sent: number) => void;
  readonly stop: () => void;
}

/** One bar after the other: reading, products, purchases. A table is read while it is sent, so there its reading is what shows. */
function createPhases(): Phases {
  let bar: Progress = startShare("reading");
  let reading = true;
  return {
    onProgress: (share) => reading && bar.update(share),
    onPhase(phase, total) {
      if (total === 0) return;
      bar.stop();
      reading = false;
      bar = startProgress({ label: phase, total });
    },
    onSent: (sent) => reading || bar.update(sent),
    stop: () => bar.stop(),
  };
}

/** Checks `--currency`. */
export function currencyCode(text: string): string {
  const code = text.toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) throw new InvalidArgumentError("A currency is a code of three letters, e.g. GBP.");
  return code;
}
