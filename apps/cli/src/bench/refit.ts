import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { twoCores } from "./cores.ts";
import { forkWorker } from "./fork-worker.ts";
import { refitFloor } from "./refit-floor.ts";
import { resultOf } from "./results.ts";

/** A first fit of 4,338 customers, k from 4 to 8, against the same steps in scikit-learn and scipy where Python has them; or of any number of customers. */
export const refitBench: Bench = { name: "refit", summary: "CPU of one refit of 4,338 customers, k 4 to 8; --customers takes more", embedded: run };

export interface RefitRound {
  /** Milliseconds. */
  readonly cpu: number;
  /** Largest resident memory of the process so far, MiB. */
  readonly memory: number;
}

const SECONDS = 30;
const MEBIBYTES = 1024;

async function run(context: BenchContext): Promise<readonly BenchResult[]> {
  const points = context.workspace.path("points.csv");
  context.note(`refit: ${context.repetitions} rounds and one to warm up`);
  const { told, stop } = await forkWorker<readonly RefitRound[]>({
    workspace: context.workspace,
    file: new URL("./refit-worker.js", import.meta.url),
    cores: twoCores(),
    args: [points, String(context.repetitions), String(context.customers ?? 0)],
  });
  stop();
  return context.customers === undefined ? besideFloor(context, points, told) : ofMany(context.customers, told);
}

function besideFloor({ repetitions, note }: BenchContext, points: string, rounds: readonly RefitRound[]): BenchResult[] {
  const floor = refitFloor(points, repetitions);
  if (floor === null) note("refit: no python3 with scikit-learn and scipy here, so there is no floor");
  const samples = rounds.map(({ cpu }, at) => ({ value: cpu, ...(floor?.[at] === undefined ? {} : { floor: floor[at] }) }));
  // The target is a ratio: without a floor there is nothing to hold it against.
  return [resultOf({ name: "refit", unit: "ms CPU", samples, ...(floor === null ? {} : { target: 1 }) })];
}

/** One thread does the work, so that its CPU is what it takes on a machine that has nothing else to do. */
function ofMany(customers: number, rounds: readonly RefitRound[]): BenchResult[] {
  const name = `refit ${customers}`;
  return [
    resultOf({ name, unit: "s CPU", samples: rounds.map(({ cpu }) => ({ value: cpu / 1000 })), target: SECONDS }),
    resultOf({ name, unit: "MiB", samples: rounds.map(({ memory }) => ({ value: memory })), target: MEBIBYTES }),
  ];
}
