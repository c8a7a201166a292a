import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { AppError } from "@segue/shared/errors";
import { runChaos } from "../chaos/run-chaos.ts";
import type { ChaosReport } from "../chaos/run-chaos.ts";
import type { CliIo } from "../cli-io.ts";

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly json?: boolean;
  readonly unguarded?: boolean;
}

/** Adds `segue chaos`. */
export function addChaos(program: Command, io: CliIo): void {
  program
    .command("chaos")
    .description("kill, pause and cut the services and their brokers under traffic, and hold the outcome against a fold of the log (docs/chaos.md)")
    .option("--minutes <n>", "how long faults go on", minutes, 2)
    .option("--seed <n>", "which faults, and what is bought", wholeNumber, 1)
    .option("--unguarded", "the control run: ingest writes without its guard, and the report has to show it")
    .option("--json", "one JSON document on standard output")
    .action((options: Options) => chaos(options, io));
}

/** @throws AppError `chaos_found` when anything is not as the log says */
async function chaos({ json = false, unguarded = false, ...options }: Options, io: CliIo): Promise<void> {
  const report = await runChaos({ ...options, unguarded, env: process.env, note: (line) => io.note(line) });
  for (const line of json ? [JSON.stringify(report)] : linesOf(report)) io.out(line);
  const { lost, double, conflicting, wrongSegments, wrongLists } = report;
  const found = Object.entries({ lost, double, conflicting, wrongSegments, wrongLists }).filter(([, count]) => count > 0);
  if (found.length === 0) return;
  throw new AppError("chaos_found", `not as a fold of the log says: ${found.map(([name, count]) => `${name} ${count}`).join(", ")}; --seed ${options.seed} inflicts the same faults again`);
}

function linesOf({ events, faults, ...verdict }: ChaosReport): readonly string[] {
  const lines: [string, number][] = [["events", events], ...Object.entries(faults), ...Object.entries(verdict)];
  return lines.map(([name, count]) => `${name.padEnd(18)} ${String(count).padStart(9)}`);
}

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= 24 * 60)) throw new InvalidArgumentError("It must be a number of minutes, at most a day.");
  return value;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
