import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { version } from "@segue/platform/version";
import { analysisJson } from "@segue/shared/analysis/analysis-json";
import { analyseFile } from "../analysis/analyse-file.ts";
import { textSummary } from "../analysis/text-summary.ts";
import type { CliIo } from "../cli-io.ts";
import type { Progress } from "../progress.ts";
import { startProgress } from "../progress.ts";
import { parseColumnMap } from "../purchase-log/column-map.ts";

interface AnalyzeCommandOptions {
  readonly json?: boolean;
  readonly map?: string;
  readonly features?: readonly string[];
  readonly k?: number;
  readonly seed: number;
  readonly net?: boolean;
  readonly names?: string;
}

const MOST_SEGMENTS = 50;

/** Adds `segue analyze`. */
export function addAnalyze(program: Command, io: CliIo): void {
  program
    .command("analyze")
    .description("the whole analysis of a table of customers or a purchase log: cleaning, scaling, how many segments, which ones, and what they buy")
    .argument("<file>", "CSV or NDJSON, gzipped or not")
    .option("--json", "all figures as one JSON document on standard output")
    .option("--map <col=field,...>", "what columns mean, where their names do not tell")
    .option("--features <names>", "columns to segment by, separated by commas; left out, income and score or recency, frequency and monetary", list)
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
      features: options.features,
      k: options.k,
      seed: options.seed,
      net: options.net === true,
      version,
      names: options.names,
      onPhase: phases.show,
    });
    phases.stop();
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
        bar = startProgress({ label: phase, total: 100 });
        shown = phase;
      }
      bar?.update(share * 100);
    },
    stop: () => bar?.stop(),
  };
}

function list(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.some((name) => name === "")) throw new InvalidArgumentError("It is a list of names, such as age,annualIncome.");
  if (new Set(names).size < names.length) throw new InvalidArgumentError("It names a column twice.");
  return names;
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
