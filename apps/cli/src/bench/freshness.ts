import { setTimeout as sleep } from "node:timers/promises";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import { AppError } from "@segue/shared/errors";
import { startBackground } from "./background.ts";
import type { Bench, BenchContext, BenchResult } from "./bench.ts";
import { moveToLoadCore, twoCores } from "./cores.ts";
import type { Connection } from "./keep-alive-connection.ts";
import { getRequest, openConnection, postRequest } from "./keep-alive-connection.ts";
import { onlineRetail } from "./online-retail.ts";
import { resultOf } from "./results.ts";
import { quantile } from "./statistics.ts";
import { loadEmbedded, loadOnBrokers } from "./system.ts";
import type { Load } from "./system.ts";

/** Between two polls, and between two samples: odd, so that samples do not fall into step with the events beside them. */
const POLL = 1;
const GAP = 23;
const PATIENCE = 10_000;

/** From POST of a purchase to a list that knows of it, under 500 events a second. */
export const freshnessBench: Bench = {
  name: "freshness",
  summary: "from POST of a purchase to a changed list, under 500 events/s",
  embedded: (context) => run(context, { name: "freshness", load: loadEmbedded, p50: 50, p99: 250 }),
  onBrokers: (context) => run(context, { name: "freshness on brokers", load: loadOnBrokers, p50: 150, p99: 500 }),
};

/** What is measured, and the largest times that are good enough. */
interface Way {
  readonly name: string;
  readonly load: Load;
  readonly p50: number;
  readonly p99: number;
}

async function run(context: BenchContext, { name, load, p50, p99 }: Way): Promise<readonly BenchResult[]> {
  const { samples, note } = context;
  const cores = twoCores();
  const orders = await onlineRetail();
  note(`freshness: loading ${orders.length} orders`);
  const system = await load({ context, cores, orders });
  const { urls } = system;
  const moveBack = moveToLoadCore(cores);
  const background = await startBackground(urls.ingest, orders);
  const shop: Shop = { events: await openConnection(urls.ingest), lists: await openConnection(urls.recommender) };
  try {
    note(`freshness: ${samples} purchases, one after the other`);
    const customers = [...new Set(orders.map((order) => order.customerId))];
    const times: number[] = [];
    for (let at = 0; at < samples; at += 1) {
      times.push(await timeToChange(shop, customers[(at * 7) % customers.length] ?? "", at));
      await sleep(GAP);
    }
    note(`freshness: ${await background.stop()} events went in beside them`);
    return [
      resultOf({ name: `${name} p50`, unit: "ms", samples: [{ value: quantile(times, 0.5) }], target: p50 }),
      resultOf({ name: `${name} p99`, unit: "ms", samples: [{ value: quantile(times, 0.99) }], target: p99 }),
    ];
  } finally {
    shop.events.close();
    shop.lists.close();
    moveBack();
    await system.stop();
  }
}

interface Shop {
  /** To ingest. */
  readonly events: Connection;
  /** To the recommender. */
  readonly lists: Connection;
}

/** Buys the first product of the list of products never bought: when that product has left the list, the purchase has arrived. */
async function timeToChange({ events, lists }: Shop, customerId: string, sample: number): Promise<number> {
  const [productId] = await neverBought(lists, customerId);
  if (productId === undefined) throw new AppError("no_list", `customer ${customerId} has an empty list`);
  const id = `freshness-${sample}`;
  const purchase = { type: "purchase", id, customerId, orderId: id, items: [{ productId, quantity: 1, unitPrice: 1 }] };
  const started = performance.now();
  const { status, body } = await events.send(postRequest("/v1/events", JSON.stringify(purchase)));
  if (status !== 202) throw new AppError("unexpected_reply", `a purchase was refused with ${status}: ${body.slice(0, 200)}`);
  while ((await neverBought(lists, customerId)).includes(productId)) {
    if (performance.now() - started > PATIENCE) throw new AppError("never_changed", `the list of ${customerId} has not changed within ${PATIENCE / 1000} s`);
    await sleep(POLL);
  }
  return performance.now() - started;
}

async function neverBought(connection: Connection, customerId: string): Promise<readonly string[]> {
  const { status, body } = await connection.send(getRequest(`/v1/recommendations?customerId=${encodeURIComponent(customerId)}&strategy=discover&limit=10`));
  if (status !== 200) throw new AppError("unexpected_reply", `a list was refused with ${status}: ${body.slice(0, 200)}`);
  return recommendationsSchema.parse(JSON.parse(body)).items.map((item) => item.productId);
}
