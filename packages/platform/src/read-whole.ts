import type { Batch, EventLog, Topic } from "@segue/shared/ports/event-log";

export interface ReadWholeOptions {
  readonly log: EventLog;
  readonly topics: readonly Topic[];
  /** Names the reader in the log's own metrics. */
  readonly group: string;
}

/** Reads some topics from their beginning to where they end now, in the order in which one reader of them all sees it. What `onBatch` throws ends it. */
export async function readWhole({ log, topics, group }: ReadWholeOptions, onBatch: (batch: Batch) => Promise<void> | void): Promise<void> {
  const ends = await Promise.all(topics.map((topic) => log.end(topic)));
  const starts = await Promise.all(topics.map((topic) => log.start(topic)));
  const missing = new Set(topics.flatMap((topic, i) => (ends[i] ?? []).flatMap((end, partition) => (end > (starts[i]?.[partition] ?? 0) ? [`${topic}/${partition}`] : []))));
  if (missing.size === 0) return;
  const endOf = ({ topic, partition }: Batch): number => ends[topics.indexOf(topic)]?.[partition] ?? 0;
  let finish: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const finished = new Promise<void>((resolve, reject) => ([finish, fail] = [resolve, reject]));
  const subscription = await log.subscribe({ topics, group, from: async () => "earliest", onFailure: fail }, async (batch) => {
    const records = batch.records.filter(({ offset }) => offset < endOf(batch));
    if (records.length > 0) await onBatch({ ...batch, records });
    if ((batch.records[batch.records.length - 1]?.offset ?? -1) + 1 >= endOf(batch)) missing.delete(`${batch.topic}/${batch.partition}`);
    if (missing.size === 0) finish();
  });
  await finished.finally(() => subscription.close());
}
