import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { WHOLE_BACKFILL, onlineRetail } from "./online-retail.ts";
import type { Product } from "./product.ts";
import { startProduct } from "./product.ts";
import { untilProgress } from "./progress-of.ts";
import { resultOf } from "./results.ts";
import { everywhere } from "./system.ts";

/** What a restart may take besides the work that was left. */
const ALLOWANCE = 3;
const PAUSE = 20;

/** kill -9 half-way through all of Online Retail, and a new start. */
export const restartBench: Bench = { name: "restart", summary: "kill -9 in the middle of the pipeline, until ready and without lag again", embedded: run };

interface Restart {
  /** Seconds from the first start, on an empty folder, until ready. */
  readonly firstReady: number;
  readonly ready: number;
  readonly caughtUp: number;
  /** {@link ALLOWANCE} and the orders that were left at the speed seen before the kill. */
  readonly allowed: number;
}

async function run(context: BenchContext): Promise<readonly BenchResult[]> {
  const orders = (await onlineRetail()).length;
  const restarts: Restart[] = [];
  const rounds = context.short ? 1 : Math.min(3, context.repetitions);
  for (let round = 1; round <= rounds; round += 1) {
    context.note(`restart: round ${round} of ${rounds}`);
    restarts.push(await restart(context, orders));
  }
  const allowed = restarts.reduce((sum, each) => sum + each.allowed, 0) / restarts.length;
  return [
    resultOf({ name: "restart ready", unit: "s", samples: restarts.map(({ ready, firstReady }) => ({ value: ready, floor: firstReady })) }),
    resultOf({ name: "restart caught up", unit: "s", samples: restarts.map(({ caughtUp }) => ({ value: caughtUp })), target: Number(allowed.toPrecision(3)) }),
  ];
}

async function restart({ workspace, note }: BenchContext, orders: number): Promise<Restart> {
  const data = workspace.path("restart");
  const start = (): Promise<Product> => startProduct({ workspace, data, cores: null, args: WHOLE_BACKFILL });
  const began = performance.now();
  const first = await start();
  const firstReady = await secondsUntilReady(first, began);
  const { orders: killedAt } = await untilProgress(everywhere(first.url), (progress) => progress.orders >= orders / 2);
  await first.kill();
  const rate = killedAt / secondsSince(began);
  const again = performance.now();
  const second = await start();
  const ready = await secondsUntilReady(second, again);
  const end = await untilProgress(everywhere(second.url), (progress) => progress.lag === 0 && progress.orders >= orders);
  const caughtUp = secondsSince(again);
  await second.stop();
  if (end.orders !== orders) throw new AppError("orders_differ", `${end.orders} orders after the restart, ${orders} in the file`);
  note(`restart: killed after ${killedAt} of ${orders} orders`);
  return { firstReady, ready, caughtUp, allowed: ALLOWANCE + (orders - killedAt) / rate };
}

async function secondsUntilReady({ url }: Product, since: number): Promise<number> {
  for (;;) {
    const { ok, body } = await fetch(`${url}/readyz`);
    await body?.cancel();
    if (ok) return secondsSince(since);
    await sleep(PAUSE);
  }
}

const secondsSince = (moment: number): number => (performance.now() - moment) / 1000;
