import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { eventually, numbers, startReader, textRecord } from "../contracts/support/reader.ts";
import { brokersOf, logOptions, openLog, requireKafka, uniquePrefix } from "./support/kafka-log.ts";
import { asAdministrator } from "./support/kafka-tools.ts";

const kafka = inject("kafkaBrokers");
const brokers = brokersOf(kafka);
/** A client that has met a topic in the middle of its removal waits for up to half a minute before it asks again, in milliseconds. */
const LONGEST_RETRY = 90_000;

beforeEach(({ skip }) => requireKafka(kafka, skip));

describe("a log on Kafka that is no longer what its readers know", () => {
  let topicPrefix: string;
  let topic: string;
  let log: EventLog;
  beforeEach(async () => {
    topicPrefix = uniquePrefix();
    topic = `${topicPrefix}events`;
    log = await openLog(brokers, { topicPrefix, partitions: 1 });
  });
  afterEach(() => log.close());

  const fill = (count: number, bytes = 10) => log.append(numbers(count).map((i) => ({ ...textRecord("events", "k", ""), value: Buffer.alloc(bytes, i) })));
  const removeBefore = (offset: number) =>
    asAdministrator(brokers, async (admin) => {
      // kafkajs finds the topic's leader only if it has looked at the topic before.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    });
  const recreate = () =>
    asAdministrator(brokers, async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      while ((await admin.listTopics()).includes(topic)) await delay(50);
      await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }], waitForLeaders: true });
    });
  const failureOf = async (reader: Awaited<ReturnType<typeof startReader>>) => {
    await eventually("the failure", () => reader.failures.length > 0, LONGEST_RETRY);
    await delay(300);
    await reader.close();
    expect(reader.failures).toHaveLength(1);
    return reader.failures[0];
  };

  it("is not read from where retention has removed it", async () => {
    await fill(20);
    await removeBefore(10);
    const reader = await startReader(log, ["events"], { from: async () => 9 });
    expect(await failureOf(reader)).toMatchObject({ code: "log_gap", message: expect.stringMatching(/offset 9, but it is kept from 10 on/) });
    expect(reader.records).toEqual([]);
    const other = await startReader(log, ["events"], { from: async () => 10 });
    await other.hasRead(10);
    await other.close();
    expect(other.failures).toEqual([]);
  });

  it("is not read on over a gap that opens before a slow reader", async () => {
    // Each fetch brings one of these.
    await fill(6, 1_200_000);
    const seen: number[] = [];
    const failures: unknown[] = [];
    let release = () => undefined as void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const subscription = await log.subscribe({ topics: ["events"], group: "slow", from: async () => 0, onFailure: (error) => void failures.push(error) }, async ({ records }) => {
      seen.push(...records.map(({ offset }) => offset));
      await released;
    });
    await eventually("the first batch", () => seen.length > 0);
    const next = seen.length;
    await removeBefore(next + 2).finally(release);
    await eventually("the failure", () => failures.length > 0);
    await subscription.close();
    expect(failures).toEqual([expect.objectContaining({ code: "log_gap", message: expect.stringContaining(`offset ${next}, but it is kept from ${next + 2} on`) })]);
    expect(seen).toEqual(numbers(next));
  });

  it("is not read from beyond its end", async () => {
    await fill(5);
    const reader = await startReader(log, ["events"], { from: async () => 6 });
    expect(await failureOf(reader)).toMatchObject({ code: "log_identity_changed", message: expect.stringMatching(/offset 6, but it ends at 5/) });
  });

  it("is not read on after its topic was made anew under the reader", async () => {
    await fill(20);
    let read = 0;
    // Where it is, should it join the group again meanwhile: from 0 on it would take the new topic for what it wants.
    const reader = await startReader(log, ["events"], { from: async () => read });
    await reader.hasRead(20);
    read = 20;
    await recreate();
    await log.append([textRecord("events", "k", "new")]);
    expect(await failureOf(reader)).toMatchObject({ code: "log_identity_changed" });
    expect(reader.records).toHaveLength(20);
  });

  it("is not opened with another number of partitions", async () => {
    await expect(openLog(brokers, { topicPrefix, partitions: 2 })).rejects.toMatchObject({
      code: "kafka_partitions",
      message: expect.stringMatching(/has 1 partitions, 2 are wanted\. Set KAFKA_PARTITIONS=1/),
    });
  });

  it("is not made with more replicas than there are brokers", async () => {
    const { connection } = logOptions(brokers);
    await expect(openLog(connection.brokers, { replicationFactor: 99 })).rejects.toMatchObject({ code: "kafka_replication", message: expect.stringContaining("KAFKA_REPLICATION") });
  });
});
