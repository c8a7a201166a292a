import { setTimeout as sleep } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import type { Product } from "@segue/shared/events/product";
import type { NewRecord } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { PurchaseOrder } from "../purchase-log/order-table.ts";
import { readOrders } from "../purchase-log/read-orders.ts";
import { purchaseEvent } from "../purchase-log/purchase-event.ts";
import type { DemoPlan, DemoProgress } from "./demo-plan.ts";
import { reportFailure, runWorker } from "./worker-link.ts";

export interface ReplayWorkerData {
  readonly path: string;
  readonly plan: DemoPlan;
  readonly currency: string;
}

/** Orders per append during the backfill. */
const BACKFILL_CHUNK = 500;
/** How often the live part looks for orders that are due, in milliseconds. */
const TICK = 250;
/** Nights and Sundays last at most this long, in milliseconds. */
const LONGEST_GAP = 2_000;
const SCOPE = { owner: "replay", partition: 0 } as const;

/**
 * Feeds a purchase log into `events`, as a producer would. Its place in the file is the checkpoint of its own scope and moves in
 * the same transaction as the events: after a crash it goes on with the next order.
 */
interface Feed {
  readonly store: StateStore;
  readonly orders: readonly PurchaseOrder[];
  readonly currency: string;
  readonly signal: AbortSignal;
  /** The next order to send. */
  next: number;
}

async function send(feed: Feed, until: number, extra: readonly NewRecord[] = []): Promise<void> {
  const events = feed.orders.slice(feed.next, until).map((order): NewRecord => ({
    topic: "events",
    key: order.customerId,
    value: Buffer.from(JSON.stringify(purchaseEvent(order, feed.currency))),
  }));
  const expected = feed.next === 0 ? null : String(feed.next);
  const kept = await feed.store.commit(SCOPE, { expected, next: String(until), puts: [], deletes: [], publish: [...extra, ...events] });
  if (!kept) throw new Error("the replay's checkpoint was moved by someone else: run one demo per data folder");
  feed.next = until;
}

async function backfill(feed: Feed, plan: DemoPlan, tell: (progress: DemoProgress) => void): Promise<void> {
  const live = feed.orders.findIndex((order) => order.time >= plan.liveFrom);
  const end = live < 0 ? feed.orders.length : live;
  while (feed.next < end && !feed.signal.aborted) {
    await send(feed, Math.min(end, feed.next + BACKFILL_CHUNK));
    tell({ phase: "backfill", done: feed.next, of: end });
  }
}

/** Sends each order when it is due on the replay's clock, `speed` times real time; where the shop was quiet for long, the clock jumps. */
async function replayLive(feed: Feed, plan: DemoPlan, tell: (progress: DemoProgress) => void): Promise<void> {
  const timeOf = (index: number): number => feed.orders[index]?.time ?? 0;
  const gapBefore = (index: number): number => Math.min(LONGEST_GAP, (timeOf(index) - timeOf(index - 1)) / plan.speed);
  let due = performance.now();
  while (feed.next < feed.orders.length && !feed.signal.aborted) {
    const now = performance.now();
    let until = feed.next;
    while (until < feed.orders.length && due <= now) {
      until++;
      due += gapBefore(until);
    }
    if (until > feed.next) {
      await send(feed, until);
      tell({ phase: "live", done: feed.next, of: feed.orders.length });
    }
    await sleep(TICK, undefined, { signal: feed.signal }).catch(() => undefined);
  }
}

/** Postage, carriage, fees and the like stand among the products under codes that do not begin with five digits: nobody wants them recommended. */
const GOODS = /^\d{5}/;

/** The catalogue of a log: its products, each at the last price that was paid. */
function catalogueOf(products: readonly Product[], orders: readonly PurchaseOrder[]): NewRecord[] {
  const prices = new Map(orders.flatMap(({ items }) => items.map(({ productId, unitPrice }) => [productId, unitPrice] as const)));
  return products.map((product): NewRecord => {
    const { productId } = product;
    const price = prices.get(productId);
    const record = { ...product, ...(price === undefined ? {} : { price }), ...(GOODS.test(productId) ? {} : { hidden: true }), version: 1 };
    return { topic: "products", key: productId, value: Buffer.from(JSON.stringify(record)) };
  });
}

interface FeedOptions {
  readonly data: ReplayWorkerData;
  readonly store: StateStore;
  readonly signal: AbortSignal;
  readonly tell: (progress: DemoProgress) => void;
}

async function feedOrders({ data, store, signal, tell }: FeedOptions): Promise<void> {
  tell({ phase: "reading" });
  const { orders, products } = await readOrders(data.plan.file);
  const { checkpoint } = await store.read(SCOPE, []);
  const feed: Feed = { store, orders, currency: data.currency, signal, next: Number(checkpoint ?? 0) };
  if (checkpoint === null) {
    await send(feed, Math.min(orders.length, 1), catalogueOf(products, orders));
  }
  await backfill(feed, data.plan, tell);
  await replayLive(feed, data.plan, tell);
  if (!signal.aborted) tell({ phase: "finished", done: feed.next, of: orders.length });
}

await runWorker(async (tell) => {
  const data = workerData as ReplayWorkerData;
  const lmdb = openLmdb(data.path);
  const stop = new AbortController();
  const feeding = feedOrders({ data, store: lmdb.store, signal: stop.signal, tell }).catch(reportFailure);
  return {
    metrics: async () => [],
    troubles: async () => [],
    async close() {
      stop.abort();
      await feeding;
      await lmdb.close();
    },
  };
});
