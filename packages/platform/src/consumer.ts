import type { Batch, EventLog, SubscribeOptions, Subscription, Topic } from "@segue/shared/ports/event-log";
import type { Metrics } from "./metrics.ts";

export interface ConsumerOptions {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly group: string;
  readonly sharing: NonNullable<SubscribeOptions["sharing"]>;
  readonly topics: readonly Topic[];
  /** Upper bound of records in a batch, which only a backlog reaches; left out, the log's own. */
  readonly maxRecords?: number;
  readonly from: (topic: Topic, partition: number) => Promise<number | "earliest">;
  /** Applies one batch; throws only for bugs and broken infrastructure, which end the consumer. */
  readonly apply: (batch: Batch) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** Records older than this are a backlog, not news: they say nothing about freshness. */
const LIVE_WITHIN = 60_000;

/** Reads topics into a projection and keeps its freshness in the metrics. */
export function startConsumer(options: ConsumerOptions): Promise<Subscription> {
  const { log, metrics, group, sharing, topics, from, apply, onFailure, ...bounds } = options;
  return log.subscribe({ topics, group, sharing, from, onFailure, ...bounds }, async (batch) => {
    await apply(batch);
    const last = batch.records[batch.records.length - 1];
    if (last === undefined) return;
    const age = Date.now() - last.timestamp;
    if (age < LIVE_WITHIN) metrics.freshness.observe({ group }, Math.max(0, age) / 1000);
  });
}
