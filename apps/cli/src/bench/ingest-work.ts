import { setTimeout as sleep } from "node:timers/promises";
import type { EventLog, NewRecord } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { startIngest } from "@segue/ingest/start";
import { createEventValidator } from "@segue/platform/event-validator";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { eventJson, onlineRetail } from "./online-retail.ts";

/** Orders per append, as the product's own backfill writes them. */
const PER_APPEND = 500;
const PAUSE = 10;

/** Compiled once, as at the start of a service: that takes some 50 ms, which are no part of an order. */
const validate = createEventValidator();

/** Whole orders of some 21 lines, or each cut to its first line. */
export type OrderShape = "whole" | "one-line";

/** Online Retail as records of `events`; only those, since the orders they are made from would be live objects for the collector to walk in every round. */
export async function orderRecords(shape: OrderShape, limit: number): Promise<readonly NewRecord[]> {
  const orders = (await onlineRetail()).slice(0, limit);
  return orders.map((order) => {
    const items = shape === "whole" ? order.items : order.items.slice(0, 1);
    return { topic: "events", key: order.customerId, value: Buffer.from(eventJson({ ...order, items })) };
  });
}

export async function appendAll(log: EventLog, records: readonly NewRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += PER_APPEND) await log.append(records.slice(at, at + PER_APPEND));
}

/** CPU of this process while `work` is under way, all its threads, in microseconds. */
export async function cpuOfWork(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** The ingest service's stream side on a log of `count` orders, until all are applied and committed. */
export async function ingestAll({ log, store }: { readonly log: EventLog; readonly store: StateStore }, count: number): Promise<void> {
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  const metrics = createMetrics();
  const ingest = await startIngest({ log, store, validate, clock: "event", defaultCurrency: "GBP", metrics, logger: createLogger("bench", "warn"), onFailure: fail });
  const applied = async (): Promise<number> => (await metrics.eventsApplied.get()).values.reduce((sum, { value }) => sum + value, 0);
  const done = async (): Promise<void> => {
    while ((await applied()) < count) await sleep(PAUSE);
  };
  await Promise.race([done(), failed]);
  await ingest.close();
}
