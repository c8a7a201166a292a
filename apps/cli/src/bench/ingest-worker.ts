import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { startIngest } from "@segue/ingest/start";
import { createEventValidator } from "@segue/platform/event-validator";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { tellParent } from "./fork-worker.ts";
import { eventJson, onlineRetail } from "./online-retail.ts";
import type { Sample } from "./results.ts";

/** Orders per append, as the product's own backfill writes them. */
const PER_APPEND = 500;
const PAUSE = 10;

/** Compiled once, as at the start of a service: that takes some 50 ms, which are no part of an order. */
const validate = createEventValidator();

const [path = "", repetitions = "1", limit = "0"] = process.argv.slice(2);

/** Ingest alone, on a log and a store of its own: CPU microseconds per order. */
async function measure(folder: string, events: readonly Buffer[], keys: readonly string[]): Promise<Sample> {
  const lmdb = openLmdb(folder);
  try {
    for (let at = 0; at < events.length; at += PER_APPEND) {
      await lmdb.log.append(events.slice(at, at + PER_APPEND).map((value, index) => ({ topic: "events" as const, key: keys[at + index] ?? "", value })));
    }
    const read = (): Promise<number> => cpuOf(() => readAll(lmdb.log, events.length));
    const before = [await read(), await read()];
    const value = await cpuOf(() => ingestAll(lmdb, events.length));
    // Reading is short: on both sides of the work it sees more of the machine that the work saw.
    const floors = [...before, await read(), await read()];
    return { value: value / events.length, floor: floors.reduce((sum, floor) => sum + floor, 0) / floors.length / events.length };
  } finally {
    await lmdb.close();
  }
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

async function readAll(log: EventLog, count: number): Promise<void> {
  let seen = 0;
  const { promise, resolve, reject } = withResolvers();
  const subscription = await log.subscribe({ topics: ["events"], group: "bench", from: async () => "earliest", onFailure: reject }, async ({ records }) => {
    for (const { value } of records) seen += typeof JSON.parse(Buffer.from(value ?? []).toString("utf8")) === "object" ? 1 : 0;
    if (seen === count) resolve();
  });
  await promise;
  await subscription.close();
}

async function ingestAll({ log, store }: { readonly log: EventLog; readonly store: StateStore }, count: number): Promise<void> {
  const { promise: failed, reject } = withResolvers();
  failed.catch(() => undefined);
  const ingest = await startIngest({
    log,
    store,
    validate,
    clock: "event",
    defaultCurrency: "GBP",
    metrics: createMetrics(),
    logger: createLogger("bench", "warn"),
    onFailure: reject,
  });
  const applied = async (): Promise<void> => {
    while (Number((await store.read({ owner: "ingest", partition: 0 }, [])).checkpoint ?? 0) < count) await sleep(PAUSE);
  };
  await Promise.race([applied(), failed]);
  await ingest.close();
  // The last commits are visible before they are durable; their flush belongs to the work.
  await log.end("customer-updates");
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void; readonly reject: (error: unknown) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = (error) => no(error instanceof Error ? error : new Error(String(error)));
  });
  return { promise, resolve, reject };
}

/** The log's records only: the orders they were made from would be live objects for the collector to walk in every round. */
async function records(): Promise<{ readonly events: readonly Buffer[]; readonly keys: readonly string[] }> {
  const all = await onlineRetail();
  const orders = Number(limit) > 0 ? all.slice(0, Number(limit)) : all;
  return { events: orders.map((order) => Buffer.from(eventJson(order))), keys: orders.map((order) => order.customerId) };
}

const { events, keys } = await records();
// The first round is for the compiler.
await measure(`${path}-0`, events, keys);
const samples: Sample[] = [];
for (let round = 1; round <= Number(repetitions); round += 1) samples.push(await measure(`${path}-${round}`, events, keys));
tellParent(samples);
await once(process, "SIGTERM");
process.exit(0);
