import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { cpuOf } from "./cpu-of.ts";
import { WHOLE_BACKFILL, onlineRetail } from "./online-retail.ts";
import { startProduct } from "./product.ts";
import { isDone, untilProgress } from "./progress-of.ts";
import { resultOf } from "./results.ts";
import { everywhere } from "./system.ts";

/** All of Online Retail through every service, from the start of the process until nothing lags and every customer has a segment. */
export const pipelineBench: Bench = { name: "pipeline", summary: "wall time of all orders through every service", embedded: run };

interface Pass {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function run(context: BenchContext): Promise<readonly BenchResult[]> {
  const orders = (await onlineRetail()).length;
  const passes: Pass[] = [];
  const rounds = context.short ? 1 : Math.min(3, context.repetitions);
  for (let round = 1; round <= rounds; round += 1) {
    context.note(`pipeline: round ${round} of ${rounds}`);
    passes.push(await pass(context, orders));
  }
  return [
    resultOf({ name: "pipeline", unit: "s", samples: passes.map(({ seconds }) => ({ value: seconds })), target: 20 }),
    resultOf({ name: "pipeline CPU", unit: "s", samples: passes.map(({ cpuSeconds }) => ({ value: cpuSeconds })) }),
  ];
}

async function pass({ workspace, note }: BenchContext, orders: number): Promise<Pass> {
  const started = performance.now();
  // On every core there is: this one is about wall time.
  const product = await startProduct({ workspace, data: workspace.path("pipeline"), cores: null, args: WHOLE_BACKFILL });
  const progress = await untilProgress(everywhere(product.url), isDone(orders));
  const seconds = (performance.now() - started) / 1000;
  const cpuSeconds = cpuOf(product.pid) / 1e6;
  await product.stop();
  note(`pipeline: ${progress.orders} orders, ${progress.assigned} of ${progress.customers} customers in a segment`);
  return { seconds, cpuSeconds };
}
