import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { twoCores } from "./cores.ts";
import { forkWorker } from "./fork-worker.ts";
import { refitFloor } from "./refit-floor.ts";
import { resultOf } from "./results.ts";

/** A first fit of 4,338 customers, k from 4 to 8, against the same steps in scikit-learn and scipy where Python has them. */
export const refitBench: Bench = { name: "refit", summary: "CPU of one refit of 4,338 customers, k 4 to 8", embedded: run };

async function run({ workspace, repetitions, note }: BenchContext): Promise<readonly BenchResult[]> {
  const points = workspace.path("points.csv");
  note(`refit: ${repetitions} rounds and one to warm up`);
  const { told, stop } = await forkWorker<readonly number[]>({
    workspace,
    file: new URL("./refit-worker.js", import.meta.url),
    cores: twoCores(),
    args: [points, String(repetitions)],
  });
  stop();
  const floor = refitFloor(points, repetitions);
  if (floor === null) note("refit: no python3 with scikit-learn and scipy here, so there is no floor");
  const samples = told.map((value, at) => ({ value, ...(floor?.[at] === undefined ? {} : { floor: floor[at] }) }));
  // The target is a ratio: without a floor there is nothing to hold it against.
  return [resultOf({ name: "refit", unit: "ms CPU", samples, ...(floor === null ? {} : { target: 1 }) })];
}
