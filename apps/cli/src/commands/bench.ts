import type { Command } from "commander";
import { Argument, InvalidArgumentError } from "commander";
import { AppError } from "@segue/shared/errors";
import { benches } from "../bench/all-benches.ts";
import type { BenchResult, Measure } from "../bench/bench.ts";
import { tableOf } from "../bench/table.ts";
import { createWorkspace } from "../bench/workspace.ts";
import type { CliIo } from "../cli-io.ts";

interface BenchOptions {
  readonly json?: boolean;
  readonly short?: boolean;
  readonly brokers?: boolean;
  readonly repetitions: number;
  readonly samples: number;
  readonly customers?: number;
  readonly items?: number;
}

const SHORT = { repetitions: 1, samples: 10 };

/** Adds `segue bench`. */
export function addBench(program: Command, io: CliIo): void {
  const names = benches.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`);
  const withBrokers = benches.filter(({ onBrokers }) => onBrokers !== undefined).map(({ name }) => name);
  program
    .command("bench")
    .description("measure this build on this machine, each figure beside a floor of the same run (docs/performance.md)")
    .addArgument(new Argument("[name]", "which one; left out, all, one after the other").choices(benches.map(({ name }) => name)))
    .option("--json", "one JSON document on standard output")
    .option("--brokers", `with the services on a Kafka and a Redis that are started for it: ${withBrokers.join(", ")}`)
    .option("--repetitions <n>", "rounds of each, of which the median counts", count, 5)
    .option("--samples <n>", "purchases that `freshness` follows", count, 200)
    .option("--customers <n>", "customers of `refit`, left out those of Online Retail, and of `memory`, left out 3,000,000", count)
    .option("--items <n>", "products of `memory`, left out 1,000,000", count)
    .option("--short", "one quick round: shows that a bench works, its figures mean little")
    .addHelpText("after", `\nBenches:\n${names.join("\n")}`)
    .action((name: string | undefined, options: BenchOptions) => bench(name, options, io));
}

async function bench(name: string | undefined, { json = false, short = false, brokers = false, ...counts }: BenchOptions, io: CliIo): Promise<void> {
  const measures = measuresOf(name, brokers);
  const workspace = createWorkspace();
  const results: BenchResult[] = [];
  try {
    for (const measure of measures) results.push(...(await measure({ workspace, note: (line) => io.note(line), short, ...(short ? SHORT : counts) })));
  } finally {
    workspace.close();
  }
  if (json) io.out(JSON.stringify(results));
  else for (const line of tableOf(results)) io.out(line);
}

/** A bench that runs on brokers only does so unasked when it is named. @throws AppError `usage` for one that does not. */
function measuresOf(name: string | undefined, brokers: boolean): readonly Measure[] {
  const named = benches.filter((one) => name === undefined || one.name === name);
  const measures = named.flatMap(({ embedded, onBrokers }) => (brokers ? onBrokers : (embedded ?? (name === undefined ? undefined : onBrokers))) ?? []);
  if (measures.length === 0) throw new AppError("usage", `${name ?? "bench"} is not measured with --brokers: leave it out`);
  return measures;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above 0.");
  return value;
}
