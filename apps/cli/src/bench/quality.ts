import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { cpuOf } from "./cpu-of.ts";
import { onlineRetail } from "./online-retail.ts";
import { startProduct } from "./product.ts";
import { isDone, untilProgress } from "./progress-of.ts";
import { resultOf } from "./results.ts";
import type { Sample } from "./results.ts";
import { SHORT, everywhere, postAll } from "./system.ts";

/** All orders through every service, as many of them predicted as is the default, and with none predicted, by turns. */
export const qualityBench: Bench = { name: "quality", summary: "CPU per order with live quality, against the same without it", embedded: run };

/** Design: it may cost a tenth. */
const TARGET = 1.1;
const OFF = { SEGUE_QUALITY_SAMPLING: "0" };

async function run(context: BenchContext): Promise<readonly BenchResult[]> {
  const orders = await onlineRetail();
  const taken = context.short ? orders.slice(0, SHORT) : orders;
  const samples: Sample[] = [];
  for (let round = 1; round <= context.repetitions; round += 1) {
    context.note(`quality: round ${round} of ${context.repetitions}`);
    const floor = await cpuPerOrder(context, taken, OFF);
    samples.push({ floor, value: await cpuPerOrder(context, taken) });
  }
  return [resultOf({ name: "quality", unit: "us CPU/order", samples, target: TARGET })];
}

async function cpuPerOrder({ workspace }: BenchContext, orders: readonly PurchaseOrder[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const product = await startProduct({ workspace, data: workspace.path("quality"), cores: null, args: ["--clock", "event"], env });
  const before = cpuOf(product.pid);
  await postAll(product.url, orders);
  await untilProgress(everywhere(product.url), isDone(orders.length));
  const spent = cpuOf(product.pid) - before;
  await product.stop();
  return spent / orders.length;
}
