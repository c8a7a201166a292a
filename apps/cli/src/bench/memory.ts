import type { ModelMemory } from "@segue/shared/recommendation/model/memory";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { twoCores } from "./cores.ts";
import { forkWorker } from "./fork-worker.ts";
import { resultOf } from "./results.ts";
import { quantile } from "./statistics.ts";

/** The recommender's memory and the time of a list in a made-up shop, by default of a million products and three million customers. */
export const memoryBench: Bench = { name: "memory", summary: "memory of the recommender and time of recommend() at --items and --customers", embedded: run };

/** What the process tells that holds the model. */
export interface MemoryFigures {
  readonly orders: number;
  /** Customers who stand in postings. */
  readonly indexed: number;
  readonly parts: ModelMemory;
  /** Bytes: of the whole process, and of its JS heap. */
  readonly rss: number;
  readonly heap: number;
  /** Microseconds of making up and learning all orders. */
  readonly cpu: number;
  /** Milliseconds of CPU of each recommend(). */
  readonly times: readonly number[];
}

const FULL = { items: 1_000_000, customers: 3_000_000, requests: 5_000 };
const SHORT = { items: 20_000, customers: 60_000, requests: 500 };
const GIBIBYTE = 2 ** 30;
/** Of the whole process, and of the model for each product; CPU of a list. They are meant for a million products and three million customers. */
const TARGETS = { rss: 4, perProduct: 4096, median: 0.5, tail: 1.5 };

async function run({ workspace, short, note, items, customers }: BenchContext): Promise<readonly BenchResult[]> {
  const size = { ...(short ? SHORT : FULL), ...(items === undefined ? {} : { items }), ...(customers === undefined ? {} : { customers }) };
  note(`memory: ${size.items} products and ${size.customers} customers, for minutes`);
  const args = [size.items, size.customers, size.requests].map(String);
  const { told, stop } = await forkWorker<MemoryFigures>({ workspace, file: new URL("./memory-worker.js", import.meta.url), cores: twoCores(), args });
  stop();
  const { orders, indexed, parts, rss, heap, cpu, times } = told;
  note(`memory: ${orders} orders learnt, ${indexed} customers indexed; MiB ${Object.entries({ ...parts, heap }).map(([name, bytes]) => `${name} ${Math.round(Number(bytes) / 2 ** 20)}`).join(", ")}`);
  return [
    figure("resident", "GiB", { value: rss / GIBIBYTE, target: TARGETS.rss }),
    figure("model, per product", "bytes", { value: sum(Object.values(parts)) / size.items, target: TARGETS.perProduct }),
    figure("build, per order", "us CPU", { value: cpu / orders }),
    figure("recommend p50", "ms CPU", { value: quantile(times, 0.5), target: TARGETS.median }),
    figure("recommend p99", "ms CPU", { value: quantile(times, 0.99), target: TARGETS.tail }),
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function figure(name: string, unit: string, { value, target }: { readonly value: number; readonly target?: number }): BenchResult {
  return resultOf({ name: `memory ${name}`, unit, samples: [{ value }], ...(target === undefined ? {} : { target }) });
}
