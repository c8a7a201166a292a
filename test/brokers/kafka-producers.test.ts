import { createEventValidator } from "@segue/platform/event-validator";
import { readIncoming } from "@segue/ingest/incoming";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { aPurchase } from "../builders.ts";
import { numbers, readAll, textRecord, textsOf } from "../contracts/support/reader.ts";
import { brokersOf, openLog, requireKafka, uniquePrefix } from "./support/kafka-log.ts";
import { asAdministrator } from "./support/kafka-tools.ts";
import { produceByKcat, requireKcat } from "./support/kcat.ts";

const TOPIC_CONFIG = 2;
const kafka = inject("kafkaBrokers");
const brokers = brokersOf(kafka);

beforeEach(({ skip }) => requireKafka(kafka, skip));

describe("a Kafka log that others write to", () => {
  let topic: string;
  let log: EventLog;
  beforeEach(async () => {
    const topicPrefix = uniquePrefix();
    topic = `${topicPrefix}events`;
    log = await openLog(brokers, { topicPrefix });
  });
  afterEach(() => log.close());

  it.each(["gzip", "snappy", "lz4", "zstd"])("is read when Java has compressed it by %s", async (codec) => {
    // The broker compresses anew where a topic asks for another codec than the producer's.
    await asAdministrator(brokers, (admin) =>
      admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC_CONFIG, name: topic, configEntries: [{ name: "compression.type", value: codec }] }] }),
    );
    const texts = numbers(500).map((i) => `${i} ${"so much to say ".repeat(20)}`);
    await log.append(texts.map((text) => textRecord("events", "k", text)));
    expect(textsOf(await readAll(log, "events", 500))).toEqual(texts);
  });

  describe("what librdkafka writes", () => {
    beforeEach(({ skip }) => requireKcat(skip));
    const customers = numbers(60).map((i) => `customer ${i}`);
    const events = customers.map((customerId, i) => ({ key: customerId, text: JSON.stringify(aPurchase({ customerId, id: `e${i}` })) }));
    const validate = createEventValidator();
    const codes = async () => {
      const read = (await readAll(log, "events", events.length)).map((record) => readIncoming(record, { partition: record.partition, partitions: log.partitions, validate }));
      return read.map((incoming) => (incoming.ok ? "ok" : incoming.rejection.code));
    };

    it.each(["gzip", "snappy", "lz4", "zstd"])("is read when it is compressed by %s", async (codec) => {
      await produceByKcat(brokers, { topic, settings: [`compression.codec=${codec}`] }, numbers(500).map((i) => ({ key: "k", text: `${i} ${"so much to say ".repeat(20)}` })));
      const records = await readAll(log, "events", 500);
      expect(textsOf(records).map((text) => Number.parseInt(text ?? "", 10))).toEqual(numbers(500));
    });

    it("is refused where its default partitioner has put it elsewhere", async () => {
      await produceByKcat(brokers, { topic }, events);
      const found = await codes();
      expect(new Set(found)).toEqual(new Set(["ok", "wrong_partition"]));
      // Two of three partitions are wrong ones.
      expect(found.filter((code) => code === "wrong_partition").length).toBeGreaterThan(events.length / 3);
    });

    it("is taken as a whole with the setting that the refusal names", async () => {
      await produceByKcat(brokers, { topic, settings: ["partitioner=murmur2_random"] }, events);
      expect(new Set(await codes())).toEqual(new Set(["ok"]));
    });
  });
});
