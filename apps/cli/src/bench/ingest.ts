import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { twoCores } from "./cores.ts";
import { forkWorker } from "./fork-worker.ts";
import type { Sample } from "./results.ts";
import { resultOf } from "./results.ts";

const SHORT = 2_000;

/** Online Retail through log, ingest, state and customer-updates, against reading the log and parsing its JSON. */
export const ingestBench: Bench = { name: "ingest", summary: "CPU per order of the ingest service alone", run };

async function run({ workspace, repetitions, short, note }: BenchContext): Promise<readonly BenchResult[]> {
  note(`ingest: ${repetitions} rounds and one to warm up`);
  const args = [workspace.path("ingest"), String(repetitions), short ? String(SHORT) : "0"];
  const { told, stop } = await forkWorker<readonly Sample[]>({ workspace, file: new URL("./ingest-worker.js", import.meta.url), cores: twoCores(), args });
  stop();
  return [resultOf({ name: "ingest", unit: "us CPU/order", samples: told, target: 6 })];
}
