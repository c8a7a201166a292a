/** What is used of Kafka's client library; see kafka-client.ts for the library itself. */

export interface KafkaMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Epoch milliseconds. */
  readonly timestamp: string;
}

/** What one fetch brought of one partition. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  /** The offset after the last readable record. */
  readonly highWatermark: string;
  readonly messages: readonly KafkaMessage[];
}

/** A fetched batch with what its handler may do. */
export interface BatchInHand {
  readonly batch: FetchedBatch;
  resolveOffset(offset: string): void;
  /** Tells the group that this member is alive, at most once per heartbeat interval; rejects when the group is being reshuffled. */
  heartbeat(): Promise<void>;
  isRunning(): boolean;
  /** Whether another position was asked for since the fetch. */
  isStale(): boolean;
}

export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface TopicOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** What a consumer tells of itself. All are called synchronously, before the consumer goes on. */
export interface ConsumerEvents {
  /** The group has given this member its partitions; nothing has been fetched of them yet. */
  readonly joined: (assigned: readonly TopicPartitions[]) => void;
  /** The fetch loop has gone round. */
  readonly fetched: () => void;
  /** The group's coordinator has answered. */
  readonly heartbeat: () => void;
  /** The consumer has ended for good. */
  readonly crashed: (error: Error) => void;
  /** The wanted offset is not in the log, and the library is about to go on with the first one that is. */
  readonly outOfRange: (where: { readonly topic: string; readonly partition: number }) => void;
}

export interface ConsumerOptions {
  readonly groupId: string;
  readonly sessionTimeout: number;
  readonly rebalanceTimeout: number;
  readonly heartbeatInterval: number;
  readonly maxWaitTime: number;
  /** Asked before the library restarts a consumer that failed. */
  readonly mayRestart: () => boolean;
  readonly events: ConsumerEvents;
}

export interface KafkaConsumer {
  connect(): Promise<void>;
  subscribe(topics: readonly string[]): Promise<void>;
  /** Resolves once the group is joined, or joining it has failed. */
  run(eachBatch: (inHand: BatchInHand) => Promise<void>): Promise<void>;
  pause(partitions: readonly TopicPartitions[]): void;
  resume(partitions: readonly TopicPartitions[]): void;
  seek(to: TopicOffset): void;
  commit(offsets: readonly TopicOffset[]): Promise<void>;
  /** Waits for the batch in hand and leaves the group. */
  disconnect(): Promise<void>;
}

export interface ProducedMessage {
  readonly key: string;
  readonly value: Buffer | null;
  readonly partition: number;
}

export interface ProducedBatch {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the first record of this partition. */
  readonly baseOffset: string;
}

export interface KafkaProducer {
  connect(): Promise<void>;
  /** Resolves once every in-sync replica has the records. */
  send(topics: readonly { readonly topic: string; readonly messages: readonly ProducedMessage[] }[]): Promise<readonly ProducedBatch[]>;
  disconnect(): Promise<void>;
}

export interface NewTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

/** First and next offset of a partition, in partition order. */
export interface PartitionBounds {
  readonly low: number;
  readonly high: number;
}

export interface KafkaAdmin {
  connect(): Promise<void>;
  /** Names of all topics this user may see. */
  listTopics(): Promise<readonly string[]>;
  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Those that exist already are left as they are; the others may not be served yet. */
  createTopics(topics: readonly NewTopic[]): Promise<void>;
  /** The values of some settings, by topic; `null` where this user may not see them. */
  settings(topics: readonly string[], names: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>> | null>;
  bounds(topic: string): Promise<readonly PartitionBounds[]>;
  disconnect(): Promise<void>;
}
