import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { startBenchBrokers } from "./bench-brokers.ts";
import { onlineRetail } from "./online-retail.ts";
import { metricOf } from "./progress-of.ts";
import { resultOf } from "./results.ts";
import type { Service } from "./service.ts";
import { startService } from "./service.ts";
import { SHORT, postAll } from "./system.ts";

const PAUSE = 20;
const PATIENCE = 180_000;

/** A lost Redis is made good from the log: a new ingester, an empty key space, all of Online Retail in Kafka. */
export const rebuildBench: Bench = { name: "rebuild", summary: "time to rebuild the customers in Redis from the log (on brokers)", onBrokers };

async function onBrokers(context: BenchContext): Promise<readonly BenchResult[]> {
  const { workspace, note, short } = context;
  const all = await onlineRetail();
  const orders = short ? all.slice(0, SHORT) : all;
  note("rebuild: starting Kafka and Redis");
  const brokers = await startBenchBrokers();
  const start = (prefix: string): Promise<Service> => startService({ workspace, name: "ingest", cores: null, env: { ...brokers.env, REDIS_KEY_PREFIX: prefix, SEGUE_CLOCK: "event" } });
  try {
    note(`rebuild: loading ${orders.length} orders`);
    const first = await start("before");
    await postAll(first.url, orders);
    await untilApplied(first, orders.length);
    await first.close();
    const rounds = short ? 1 : Math.min(3, context.repetitions);
    const seconds: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      note(`rebuild: round ${round} of ${rounds}`);
      const began = performance.now();
      const ingest = await start(`rebuilt-${round}`);
      await untilApplied(ingest, orders.length);
      seconds.push((performance.now() - began) / 1000);
      await ingest.close();
    }
    return [
      resultOf({ name: "rebuild", unit: "s", samples: seconds.map((value) => ({ value })) }),
      resultOf({ name: "rebuild rate", unit: "orders/s", samples: seconds.map((value) => ({ value: orders.length / value })) }),
    ];
  } finally {
    await brokers.close();
  }
}

/** Counted once committed. */
async function untilApplied({ url }: Service, orders: number): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while ((await metricOf(url, "segue_events_applied_total")) < orders) {
    if (performance.now() > deadline) throw new AppError("not_quiet", `not all of ${orders} orders have been applied within ${PATIENCE / 1000} s`);
    await sleep(PAUSE);
  }
}
