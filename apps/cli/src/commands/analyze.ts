import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { version } from "@segue/platform/version";
import { analysisJson } from "@segue/shared/analysis/analysis-json";
import { analyseFile } from "../analysis/analyse-file.ts";
import { textSummary } from "../analysis/text-summary.ts";
import type { CliIo } from "../cli-io.ts";
import type { Progress } from "../progress.ts";
import { startShare } from "../progress.ts";
import { parseColumnMap } from "../purchase-log/column-map.ts";
import type { DateOrder } from "../purchase-log/date-order.ts";
import { DATE_ORDERS } from "../purchase-log/date-order.ts";
import { writeReport } from "../report/write-report.ts";
import { names } from "./names.ts";

interface AnalyzeCommandOptions {
  readonly json?: boolean;
  readonly map?: string;
  readonly columns?: readonly string[];
  readonly dates?: DateOrder;
  readonly features?: readonly string[];
  readonly k?: number;
  readonly seed: number;
  readonly net?: boolean;
  readonly names?: string;
  readonly out?: string;
  readonly bom?: boolean;
}

const MOST_SEGMENTS = 50;
/** Bars begin in the same column. */
const LONGEST = "recommending".length;

/** Adds `segue analyze`. */
export function addAnalyze(program: Command, io: CliIo): void {
  program
    .command("analyze")
    .description("the whole analysis of a table of customers or a purchase log: cleaning, scaling, how many segments, which ones, and what they buy")
    .argument("<file>", "CSV or NDJSON, gzipped or not")
    .option("--json", "all figures as one JSON document on standard output")
    .option("--out <folder>", "write a report there: one HTML file that needs no network, and CSV files")
    .option("--bom", "begin the CSV files with a byte order mark, for spreadsheets that need one")
    .option("--map <col=field,...>", "what columns mean, where their names do not tell")
    .option("--columns <names>", "the columns of a file without a header, separated by commas; one without a name is not read", names)
    .addOption(new Option("--dates <order>", "whether 3/4/2024 is in March or in April, where the file leaves it open").choices(DATE_ORDERS))
    .option("--features <names>", "columns to segment by, separated by commas; left out, income and score or recency, frequency and monetary", features)
    .option("--k <n>", "number of segments; left out, it is chosen from 4 to 8", segments)
    .option("--seed <n>", "of everything that is drawn by chance: the same seed gives the same bytes", seed, 1)
    .option("--names <file>", "rules for names and strategies (YAML), in place of config/segment-names.yaml")
    .option("--net", "money of purchases is net of returns")
    .action((file: string, options: AnalyzeCommandOptions) => analyze(file, options, io));
}

async function analyze(path: string, options: AnalyzeCommandOptions, io: CliIo): Promise<void> {
  const phases = createPhases();
  try {
    const analysis = await analyseFile(path, {
      map: options.map === undefined ? undefined : parseColumnMap(options.map),
      columns: options.columns,
      dates: options.dates,
      features: options.features,
      k: options.k,
      seed: options.seed,
      net: options.net === true,
      version,
      names: options.names,
      onPhase: phases.show,
    });
    phases.stop();
    const written = options.out === undefined ? [] : await writeReport(analysis, options.out, { bom: options.bom === true });
    for (const path of written) io.note(`wrote ${path}`);
    if (options.json === true) io.out(JSON.stringify(analysisJson(analysis), null, 2));
    else for (const line of textSummary(analysis)) io.out(line);
  } finally {
    phases.stop();
  }
}

/** One bar after the other. */
function createPhases(): { readonly show: (phase: string, share: number) => void; readonly stop: () => void } {
  let shown = "";
  let bar: Progress | undefined;
  return {
    show(phase, share) {
      if (phase !== shown) {
        bar?.stop();
        bar = startShare(phase.padEnd(LONGEST));
        shown = phase;
      }
      bar?.update(share);
    },
    stop: () => bar?.stop(),
  };
}

function features(text: string): readonly string[] {
  const list = names(text);
  if (list.includes("")) throw new InvalidArgumentError("It is a list of names, such as age,annualIncome.");
  return list;
}

function segments(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 2 || value > MOST_SEGMENTS) throw new InvalidArgumentError(`It must be a whole number from 2 to ${MOST_SEGMENTS}.`);
  return value;
}

function seed(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw new InvalidArgumentError("It must be a whole number from 0 to 4294967295.");
  return value;
}
