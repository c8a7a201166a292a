import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { startBenchBrokers } from "./bench-brokers.ts";
import { twoCores } from "./cores.ts";
import { forkWorker } from "./fork-worker.ts";
import type { OrderShape } from "./ingest-work.ts";
import type { Sample } from "./results.ts";
import { resultOf } from "./results.ts";
import { SHORT } from "./system.ts";

/** Online Retail through log, ingest, state and customer-updates, against reading the log and parsing its JSON. */
export const ingestBench: Bench = { name: "ingest", summary: "CPU per order of the ingest service alone", embedded, onBrokers };

const limitOf = ({ short }: BenchContext): string => (short ? String(SHORT) : "0");

async function embedded(context: BenchContext): Promise<readonly BenchResult[]> {
  const { workspace, repetitions, note } = context;
  note(`ingest: ${repetitions} rounds and one to warm up`);
  const args = [workspace.path("ingest"), String(repetitions), limitOf(context)];
  const { told, stop } = await forkWorker<readonly Sample[]>({ workspace, file: new URL("./ingest-worker.js", import.meta.url), cores: twoCores(), args });
  stop();
  return [resultOf({ name: "ingest", unit: "us CPU/order", samples: told, target: 6 })];
}

async function onBrokers(context: BenchContext): Promise<readonly BenchResult[]> {
  const { workspace, repetitions, note } = context;
  note("ingest: starting Kafka and Redis");
  const brokers = await startBenchBrokers();
  const samplesOf = async (shape: OrderShape): Promise<readonly Sample[]> => {
    note(`ingest: ${shape} orders, ${repetitions} rounds and one to warm up`);
    const args = [shape, String(repetitions), limitOf(context)];
    const { told, stop } = await forkWorker<readonly Sample[]>({ workspace, file: new URL("./broker-ingest-worker.js", import.meta.url), cores: twoCores(), args, env: brokers.env });
    stop();
    return told;
  };
  try {
    return [
      resultOf({ name: "ingest on brokers", unit: "us CPU/order", samples: await samplesOf("whole"), target: 6 }),
      resultOf({ name: "ingest on brokers, one-line orders", unit: "us CPU/order", samples: await samplesOf("one-line"), target: 5 }),
    ];
  } finally {
    await brokers.close();
  }
}
