import type { Command } from "commander";
import { Argument, InvalidArgumentError } from "commander";
import { benches } from "../bench/all-benches.ts";
import type { BenchResult } from "../bench/bench.ts";
import { tableOf } from "../bench/table.ts";
import { createWorkspace } from "../bench/workspace.ts";
import type { CliIo } from "../cli-io.ts";

interface BenchOptions {
  readonly json?: boolean;
  readonly short?: boolean;
  readonly repetitions: number;
  readonly samples: number;
}

const SHORT = { repetitions: 1, samples: 10 };

/** Adds `segue bench`. */
export function addBench(program: Command, io: CliIo): void {
  const names = benches.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`);
  program
    .command("bench")
    .description("measure this build on this machine, each figure beside a floor of the same run (docs/performance.md)")
    .addArgument(new Argument("[name]", "which one; left out, all, one after the other").choices(benches.map(({ name }) => name)))
    .option("--json", "one JSON document on standard output")
    .option("--repetitions <n>", "rounds of each, of which the median counts", count, 5)
    .option("--samples <n>", "purchases that `freshness` follows", count, 200)
    .option("--short", "one quick round: shows that a bench works, its figures mean little")
    .addHelpText("after", `\nBenches:\n${names.join("\n")}`)
    .action((name: string | undefined, options: BenchOptions) => bench(name, options, io));
}

async function bench(name: string | undefined, { json = false, short = false, ...counts }: BenchOptions, io: CliIo): Promise<void> {
  const workspace = createWorkspace();
  const results: BenchResult[] = [];
  try {
    for (const each of benches.filter((one) => name === undefined || one.name === name)) {
      results.push(...(await each.run({ workspace, note: (line) => io.note(line), short, ...(short ? SHORT : counts) })));
    }
  } finally {
    workspace.close();
  }
  if (json) io.out(JSON.stringify(results));
  else for (const line of tableOf(results)) io.out(line);
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above 0.");
  return value;
}
