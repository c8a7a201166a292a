import type { Batch, EventLog, SubscribeOptions, Topic } from "@segue/shared/ports/event-log";
import type { Closeable } from "./lifecycle.ts";
import type { Metrics } from "./metrics.ts";
import { createTurns } from "./turns.ts";

export interface ConsumerOptions {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly group: string;
  readonly sharing: NonNullable<SubscribeOptions["sharing"]>;
  readonly topics: readonly Topic[];
  /** Upper bound of records in a batch, which only a backlog reaches; left out, the log's own. */
  readonly maxRecords?: number;
  readonly from: (topic: Topic, partition: number) => Promise<number | "earliest">;
  /**
   * Applies one batch; throws only for bugs and broken infrastructure, which end the consumer. Answers `rewind`, having applied nothing,
   * when the state has gone back to before the batch: what lies in between has to be read again.
   */
  readonly apply: (batch: Batch) => Promise<"rewind" | void>;
  readonly onFailure: (error: unknown) => void;
}

export interface Consumer extends Closeable {
  /** Reads again from where `from` says then. Resolves once the reading has begun anew. */
  rewind(): Promise<void>;
}

/** Records older than this are a backlog, not news: they say nothing about freshness. */
const LIVE_WITHIN = 60_000;

/** Reads topics into a projection and keeps its freshness in the metrics. */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const { log, metrics, group, sharing, topics, from, apply, onFailure, ...bounds } = options;
  const inTurn = createTurns();
  let rewinding: Promise<void> | null = null;
  let closed = false;

  const onBatch = async (batch: Batch): Promise<void> => {
    // What the old subscription still delivers comes again with the new one.
    if (rewinding !== null) return;
    if ((await apply(batch)) === "rewind") {
      // Not to be waited for: the subscription closes only when this batch is done.
      rewind().catch(onFailure);
      return;
    }
    observeFreshness(metrics, group, batch);
  };
  const subscribe = () => log.subscribe({ topics, group, sharing, from, onFailure, ...bounds }, onBatch);
  let subscription = await subscribe();

  const beginAnew = async (): Promise<void> => {
    await subscription.close();
    rewinding = null;
    if (!closed) subscription = await subscribe();
  };
  const rewind = (): Promise<void> => {
    rewinding ??= inTurn(beginAnew);
    return rewinding;
  };
  const close = (): Promise<void> => {
    closed = true;
    return inTurn(() => subscription.close());
  };
  return { rewind, close };
}

function observeFreshness(metrics: Metrics, group: string, { records }: Batch): void {
  const last = records[records.length - 1];
  if (last === undefined) return;
  const age = Date.now() - last.timestamp;
  if (age < LIVE_WITHIN) metrics.freshness.observe({ group }, Math.max(0, age) / 1000);
}
