import { setTimeout as delay } from "node:timers/promises";
import type { Batch, EventLog, LogRecord, NewRecord, SubscribeOptions, Topic } from "@segue/shared/ports/event-log";

const PATIENCE_MS = 20_000;

/** A record with where it came from, in the order of delivery. */
export interface Received extends LogRecord {
  readonly topic: Topic;
  readonly partition: number;
}

export interface Reader {
  readonly batches: readonly Batch[];
  readonly records: readonly Received[];
  readonly failures: readonly unknown[];
  /** Waits until this many records have come, in all. */
  hasRead(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Resolves once `condition` holds; fails with `what` when it takes too long. */
export async function eventually(what: string, condition: () => boolean, patience = PATIENCE_MS): Promise<void> {
  const deadline = performance.now() + patience;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await delay(2);
  }
}

/** Subscribes and keeps all that is delivered; reads everything unless told otherwise. */
export async function startReader(log: EventLog, topics: readonly Topic[], options: Partial<SubscribeOptions> = {}): Promise<Reader> {
  const batches: Batch[] = [];
  const records: Received[] = [];
  const failures: unknown[] = [];
  const defaults = { group: "contract", from: async () => 0, onFailure: (error: unknown) => void failures.push(error) };
  const subscription = await log.subscribe({ topics, ...defaults, ...options }, async (batch) => {
    batches.push(batch);
    for (const record of batch.records) records.push({ ...record, topic: batch.topic, partition: batch.partition });
  });
  return {
    batches,
    records,
    failures,
    hasRead: (count) => eventually(`${count} records, ${records.length} came`, () => records.length >= count || failures.length > 0),
    close: () => subscription.close(),
  };
}

/** Reads `count` records of one topic and stops. */
export async function readAll(log: EventLog, topic: Topic, count: number): Promise<readonly Received[]> {
  const reader = await startReader(log, [topic]);
  await reader.hasRead(count);
  await reader.close();
  return reader.records;
}

/** A record whose value is a text. */
export function textRecord(topic: Topic, key: string, text: string): NewRecord {
  return { topic, key, value: Buffer.from(text) };
}

/** The value of a record as text. */
export function textOf({ value }: { readonly value: Uint8Array | null }): string | null {
  return value === null ? null : Buffer.from(value).toString();
}

/** The values of records as texts. */
export function textsOf(records: readonly { readonly value: Uint8Array | null }[]): (string | null)[] {
  return records.map(textOf);
}

/** Numbers from `from` on, `count` of them. */
export function numbers(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}
