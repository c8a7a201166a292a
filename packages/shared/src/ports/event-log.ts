/** The topics of the stream. Each has exactly one writing service; `events` is also written by outside producers. */
export const TOPICS = ["events", "products", "customer-updates", "segment-models", "segment-changes", "dead-letters", "recommendations-served", "rankers"] as const;
export type Topic = (typeof TOPICS)[number];

export interface NewRecord {
  readonly topic: Topic;
  readonly key: string;
  /** `null` is a tombstone. */
  readonly value: Uint8Array | null;
  /** Where the record must go; left out, the partition follows from the key (murmur2). */
  readonly partition?: number;
}

export interface LogRecord {
  /** Position within its topic and partition, counted from 0. */
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array | null;
  /** When the log accepted the record, in epoch milliseconds. */
  readonly timestamp: number;
}

/** Consecutive records of one partition of one topic, in order, never empty; records that compaction has removed are missing. */
export interface Batch {
  readonly topic: Topic;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** The offset after the last record the partition held when the batch was read: `end - lastOffset - 1` is the lag. */
  readonly end: number;
}

export interface RecordPosition {
  readonly partition: number;
  readonly offset: number;
}

export interface SubscribeOptions {
  readonly topics: readonly Topic[];
  /** Names the reader in metrics and, on Kafka, the consumer group. */
  readonly group: string;
  /**
   * `replica`, unless told otherwise: this subscriber gets every record. `shared`: the partitions are divided among the group's
   * subscribers anew whenever one comes or goes, and each record reaches at least one of them. Several may get it, the one that
   * a partition was taken from and its next reader, or all where there is a single partition: what a subscriber does with a record
   * has to be guarded by a checkpoint.
   */
  readonly sharing?: "replica" | "shared";
  /**
   * The offset to read first, `earliest` for the first that is kept; asked once per partition when it is assigned, and again when it
   * is assigned again. Never asked while a batch is in hand.
   */
  readonly from: (topic: Topic, partition: number) => Promise<number | "earliest">;
  /** Upper bound of records in a batch. */
  readonly maxRecords?: number;
  /**
   * Told once when `onBatch` or `from` throws, or the log cannot go on from where the subscriber is: the subscription has stopped
   * and will not go on by itself.
   */
  readonly onFailure: (error: unknown) => void;
}

export interface Subscription {
  /** Resolves once the batch in hand is finished; no further batch is delivered. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * An ordered, durable log. Order holds per partition; a log with a single partition also keeps the order in which
 * records of different topics were appended, and delivers several topics to one subscriber in that order.
 */
export interface EventLog {
  /** Number of partitions of every topic. */
  readonly partitions: number;
  /**
   * Resolves with the records' positions, in their order, once all of them are durable. A list with a record that cannot be kept is
   * refused as a whole. When it rejects because the log failed, nobody can tell: an embedded log has kept nothing, but of a
   * distributed one some records may be there, now or later, or twice after a retry. Readers have to drop repeats by the records' ids.
   */
  append(records: readonly NewRecord[]): Promise<readonly RecordPosition[]>;
  /** Delivers batches one at a time: the next one waits until `onBatch` has resolved. */
  subscribe(options: SubscribeOptions, onBatch: (batch: Batch) => Promise<void>): Promise<Subscription>;
  /** The first offset that is kept of each partition: above 0 where retention has removed records. */
  start(topic: Topic): Promise<readonly number[]>;
  /** The durable end of each partition: the offset that its next record will get. */
  end(topic: Topic): Promise<readonly number[]>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
