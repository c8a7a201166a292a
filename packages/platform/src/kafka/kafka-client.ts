import { createRequire } from "node:module";
import kafkajs from "kafkajs";
import type { Admin, Consumer, LogEntry, RetryOptions, SASLOptions } from "kafkajs";
import type { Logger } from "../logger.ts";
import { lz4, snappy, zstd } from "./codecs.ts";
import { quietenRequestQueue } from "./idle-timer.ts";
import type { RequestQueue } from "./idle-timer.ts";
import type { ConsumerEvents, ConsumerOptions, KafkaAdmin, KafkaConsumer, KafkaProducer } from "./kafka-api.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { isForbidden } from "./kafka-errors.ts";
import { libraryLevel, writeLibraryEntry } from "./kafka-logger.ts";

// Node finds no named exports in kafkajs; a bundler does.
const { CompressionCodecs, CompressionTypes, ConfigResourceTypes, Kafka, Partitioners } = kafkajs;

export interface KafkaClientOptions {
  readonly connection: KafkaConnection;
  readonly logger: Logger;
  /** How often a failed request of an admin or a producer is tried again. */
  readonly retries: number;
}

/** The client library behind function types: this is the only file that imports it. */
export interface KafkaClient {
  admin(): KafkaAdmin;
  producer(): KafkaProducer;
  consumer(options: ConsumerOptions): KafkaConsumer;
}

/** Said by kafkajs (2.2.4, consumerGroup.js) just before it moves to the first offset there is; it has no event for that. */
const OUT_OF_RANGE = "Offset out of range, resetting to default offset";
// All options are named: under NODE_ENV=test kafkajs has defaults of its own.
const BACKOFF = { initialRetryTime: 100, factor: 0.2, multiplier: 2, maxRetryTime: 2_000 };
/** About 13 s. A consumer that gives up joins as a new member, for whom the group waits until it has given up the old one. */
const CONSUMER_RETRY = { ...BACKOFF, retries: 10 };
const CONNECTION_TIMEOUT = 5_000;
const MAX_BYTES_PER_PARTITION = 1024 * 1024;
const MAX_BYTES = 10 * 1024 * 1024;

prepareLibrary();

export function createKafkaClient({ connection, logger, retries }: KafkaClientOptions): KafkaClient {
  const { brokers, clientId, sasl, tls } = connection;
  const retry = { ...BACKOFF, retries };
  const open = (onEntry: (entry: LogEntry) => void, retry: RetryOptions) =>
    new Kafka({
      brokers: [...brokers],
      clientId,
      ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }),
      ...(tls === undefined ? {} : { ssl: tls }),
      connectionTimeout: CONNECTION_TIMEOUT,
      retry,
      logLevel: libraryLevel(logger),
      logCreator: () => onEntry,
    });
  const log = (entry: LogEntry): void => writeLibraryEntry(logger, entry);

  return {
    admin: () => asAdmin(open(log, retry).admin()),
    producer: () => {
      const producer = open(log, retry).producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner, retry });
      return {
        connect: () => producer.connect(),
        send: async (topics) => {
          const topicMessages = topics.map(({ topic, messages }) => ({ topic, messages: [...messages] }));
          const sent = await producer.sendBatch({ acks: -1, topicMessages });
          return sent.map(({ topicName, partition, baseOffset = "-1" }) => ({ topic: topicName, partition, baseOffset }));
        },
        disconnect: () => producer.disconnect(),
      };
    },
    consumer: ({ mayRestart, events, maxWaitTime, ...options }) => {
      const kafka = open((entry) => {
        log(entry);
        reportOutOfRange(entry, events);
      }, CONSUMER_RETRY);
      const restartOnFailure = async (): Promise<boolean> => mayRestart();
      const consumer = kafka.consumer({
        ...options,
        maxWaitTimeInMs: maxWaitTime,
        minBytes: 1,
        maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
        maxBytes: MAX_BYTES,
        allowAutoTopicCreation: false,
        retry: { ...CONSUMER_RETRY, restartOnFailure },
      });
      listen(consumer, events);
      return asConsumer(consumer);
    },
  };
}

/** What kafkajs lacks, once for the process. */
function prepareLibrary(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => snappy;
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstd;
  const requestQueue = createRequire(import.meta.url)("kafkajs/src/network/requestQueue") as { readonly prototype: RequestQueue };
  quietenRequestQueue(requestQueue.prototype);
}

function reportOutOfRange({ log }: LogEntry, events: ConsumerEvents): void {
  if (log.message === OUT_OF_RANGE) events.outOfRange({ topic: String(log.topic), partition: Number(log.partition) });
}

function listen(consumer: Consumer, events: ConsumerEvents): void {
  const { GROUP_JOIN, FETCH, HEARTBEAT, CRASH } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => events.joined(Object.entries(payload.memberAssignment).map(([topic, partitions]) => ({ topic, partitions }))));
  consumer.on(FETCH, () => events.fetched());
  consumer.on(HEARTBEAT, () => events.heartbeat());
  consumer.on(CRASH, ({ payload }) => {
    if (!payload.restart) events.crashed(payload.error);
  });
}

function asConsumer(consumer: Consumer): KafkaConsumer {
  return {
    connect: () => consumer.connect(),
    subscribe: (topics) => consumer.subscribe({ topics: [...topics], fromBeginning: true }),
    run: (eachBatch) => consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 1, eachBatch }),
    pause: (partitions) => consumer.pause(mutable(partitions)),
    resume: (partitions) => consumer.resume(mutable(partitions)),
    seek: (to) => consumer.seek(to),
    commit: (offsets) => consumer.commitOffsets([...offsets]),
    disconnect: () => consumer.disconnect(),
  };
}

function mutable(partitions: Parameters<KafkaConsumer["pause"]>[0]) {
  return partitions.map(({ topic, partitions: list }) => ({ topic, partitions: [...list] }));
}

function asAdmin(admin: Admin): KafkaAdmin {
  return {
    connect: () => admin.connect(),
    listTopics: () => admin.listTopics(),
    partitionCounts: async (topics) => {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
      return new Map(found.map(({ name, partitions }) => [name, partitions.length]));
    },
    createTopics: async (topics) => {
      const entries = (config: Readonly<Record<string, string>>) => Object.entries(config).map(([name, value]) => ({ name, value }));
      await admin.createTopics({
        // kafkajs gives up its waiting as soon as a broker does not know the topic yet.
        waitForLeaders: false,
        topics: topics.map(({ topic, partitions, replicationFactor, config }) => ({ topic, numPartitions: partitions, replicationFactor, configEntries: entries(config) })),
      });
    },
    settings: async (topics, configNames) => {
      const resources = topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: [...configNames] }));
      try {
        const described = await admin.describeConfigs({ includeSynonyms: false, resources });
        return new Map(described.resources.map(({ resourceName, configEntries }) => [resourceName, new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))]));
      } catch (error) {
        if (isForbidden(error)) return null;
        throw error;
      }
    },
    bounds: async (topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets.toSorted((a, b) => a.partition - b.partition).map(({ low, high }) => ({ low: Number(low), high: Number(high) }));
    },
    disconnect: () => admin.disconnect(),
  };
}
