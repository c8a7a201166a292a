import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import type { Batch, SubscribeOptions, Subscription, Topic } from "@segue/shared/ports/event-log";
import type { Logger } from "../logger.ts";
import type { BatchInHand, KafkaConsumer, PartitionBounds, TopicOffset, TopicPartitions } from "./kafka-api.ts";
import type { KafkaClient } from "./kafka-client.ts";
import { isCoordinatorMissing, kafkaError } from "./kafka-errors.ts";
import { startOffsetHints } from "./offset-hints.ts";
import { createReader } from "./reader.ts";
import type { Timing } from "./timing.ts";
import { startWatchdog } from "./watchdog.ts";
import { within } from "./within.ts";

export interface SubscriptionDeps {
  readonly client: KafkaClient;
  readonly boundsOf: (topic: Topic) => Promise<readonly PartitionBounds[]>;
  readonly topicPrefix: string;
  readonly groupId: string;
  readonly timing: Timing;
  readonly logger: Logger;
}

const DEFAULT_MAX_RECORDS = 500;
/** How long leaving the group may take where brokers do not answer. */
const CLOSE_PATIENCE = 5_000;

const RESTART_PAUSE = 1_000;

/** What a library that is still at it after the end is told, so that it gives up. */
const CLOSED = Object.assign(new Error("the subscription has been closed"), { retriable: false });

/**
 * Reads topics as a member of a group. Positions are the subscriber's own: whenever the group gives partitions, they are held until
 * the subscriber has said where to begin.
 * @throws AppError when the brokers refuse this client, or none is there
 */
export async function startKafkaSubscription(deps: SubscriptionDeps, options: SubscribeOptions, onBatch: (batch: Batch) => Promise<void>): Promise<Subscription> {
  const { timing, groupId, logger, topicPrefix } = deps;
  let running: Promise<void> = Promise.resolve();
  let ending: Promise<void> | null = null;
  const fail = (error: unknown): void => {
    if (ending !== null) return;
    void end();
    options.onFailure(error);
  };
  const reader = createReader({ ...deps, ...options, maxRecords: options.maxRecords ?? DEFAULT_MAX_RECORDS, heartbeatInterval: timing.heartbeatInterval, onBatch, fail });
  const watchdog = startWatchdog({ limit: timing.stallLimit, isBusy: () => reader.isBusy(), onStall: (what) => fail(stalled(groupId, what, timing)) });
  const consumer = deps.client.consumer({
    ...timing,
    groupId,
    mayRestart: () => ending === null,
    events: {
      joined: (partitions) => {
        watchdog.looped();
        watchdog.contacted();
        if (ending !== null) return;
        logger.info({ group: groupId, partitions }, "joined the group");
        consumer.pause(partitions);
        reader.assign(partitions, (positions) => startFetching(consumer, partitions, positions));
      },
      fetched: () => watchdog.looped(),
      heartbeat: () => watchdog.contacted(),
      crashed: (error) => {
        // Tried again until the watchdog has had enough.
        if (isCoordinatorMissing(error)) running = delay(RESTART_PAUSE).then(run);
        else fail(kafkaError(`Reading as group ${groupId}`, error));
      },
      outOfRange: ({ topic, partition }) => reader.lost(topic, partition),
    },
  });
  const hints = options.sharing === "shared" ? startOffsetHints(consumer, () => reader.positions()) : null;
  const stop = async (): Promise<void> => {
    watchdog.stop();
    await reader.stop();
    await hints?.stop();
    // A consumer that is told to stop while it joins would not hear it.
    await within(CLOSE_PATIENCE, running.then(() => consumer.disconnect()));
  };
  const end = (): Promise<void> => (ending ??= stop());
  const eachBatch = async (inHand: BatchInHand): Promise<void> => {
    if (ending !== null) throw CLOSED;
    await reader.eachBatch(inHand);
  };
  const run = async (): Promise<void> => {
    if (ending === null) await consumer.run(eachBatch).catch(fail);
  };

  const topics = options.topics.map((topic) => `${topicPrefix}${topic}`);
  await connect(consumer, topics).catch(async (error: unknown) => {
    await end();
    throw kafkaError(`Subscribing as group ${groupId}`, error);
  });
  running = run();
  return { close: end };
}

async function connect(consumer: KafkaConsumer, topics: readonly string[]): Promise<void> {
  await consumer.connect();
  await consumer.subscribe(topics);
}

function startFetching(consumer: KafkaConsumer, partitions: readonly TopicPartitions[], positions: readonly TopicOffset[]): void {
  try {
    for (const position of positions) consumer.seek(position);
    consumer.resume(partitions);
  } catch {
    // The consumer has just crashed: it restarts and joins again, or says that it does not.
  }
}

function stalled(groupId: string, what: string, { stallLimit }: Timing): AppError {
  const message = `Reading as group ${groupId} has come to a standstill: ${what} for ${Math.round(stallLimit / 1000)} s. Check the brokers, and that this user may read the group; a restart goes on from the checkpoint.`;
  return new AppError("log_stalled", message, { status: 503 });
}
