import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { numbers, readAll, startReader, textRecord } from "../contracts/support/reader.ts";
import { brokersOf, openLog, requireKafka, uniquePrefix } from "./support/kafka-log.ts";
import { asAdministrator } from "./support/kafka-tools.ts";

const TOPIC_CONFIG = 2;
const DAY = 86_400_000;
const MB = 1024 * 1024;
const retention = { eventsDays: 0, updatesDays: 7 };
const kafka = inject("kafkaBrokers");
const brokers = brokersOf(kafka);

beforeEach(({ skip }) => requireKafka(kafka, skip));

describe("the topics of a log on Kafka", () => {
  let topicPrefix: string;
  let log: EventLog;
  beforeEach(async () => {
    topicPrefix = uniquePrefix();
    log = await openLog(brokers, { topicPrefix, retention });
  });
  afterEach(() => log.close());

  it("are made with what each of them is for", async () => {
    const names = ["events", "products", "customer-updates", "segment-models", "segment-changes", "dead-letters", "recommendations-served", "rankers"];
    const { resources } = await asAdministrator(brokers, (admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: names.map((name) => ({ type: TOPIC_CONFIG, name: `${topicPrefix}${name}` })) }),
    );
    const settings = new Map(resources.map(({ resourceName, configEntries }) => [resourceName.slice(topicPrefix.length), new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))]));
    const kept = (name: string) => [settings.get(name)?.get("cleanup.policy"), settings.get(name)?.get("retention.ms")];
    expect(kept("events")).toEqual(["delete", "-1"]);
    expect(kept("segment-models")).toEqual(["delete", "-1"]);
    expect(kept("rankers")).toEqual(["delete", "-1"]);
    expect(kept("customer-updates")).toEqual(["delete", String(7 * DAY)]);
    expect(kept("segment-changes")).toEqual(["delete", String(7 * DAY)]);
    expect(kept("dead-letters")).toEqual(["delete", String(7 * DAY)]);
    expect(kept("recommendations-served")).toEqual(["delete", String(7 * DAY)]);
    expect(kept("products")[0]).toBe("compact");
    expect(settings.get("products")?.get("delete.retention.ms")).toBe(String(7 * DAY));
    for (const name of names) expect(settings.get(name)?.get("message.timestamp.type")).toBe("LogAppendTime");
  });

  it("are opened again as they are, also by two at the same time", async () => {
    await log.append([textRecord("events", "a", "1")]);
    const others = await Promise.all([openLog(brokers, { topicPrefix, retention }), openLog(brokers, { topicPrefix, retention })]);
    expect((await others[0].end("events")).toSorted()).toEqual([0, 0, 1]);
    await Promise.all(others.map((other) => other.close()));
    const prefix = uniquePrefix();
    const both = await Promise.all([openLog(brokers, { topicPrefix: prefix }), openLog(brokers, { topicPrefix: prefix })]);
    await Promise.all(both.map((other) => other.close()));
  });

  it("are refused, with what mends them, when they are kept for less long than is wanted, or compacted", async () => {
    await expect(openLog(brokers, { topicPrefix, retention: { eventsDays: 0, updatesDays: 8 } })).rejects.toMatchObject({ code: "kafka_topic_settings" });
    const models = { type: TOPIC_CONFIG, name: `${topicPrefix}segment-models` };
    await asAdministrator(brokers, async (admin) => {
      await admin.alterConfigs({ validateOnly: false, resources: [{ ...models, configEntries: [{ name: "cleanup.policy", value: "compact" }] }] });
      // The controller has it before the broker that is asked.
      const policy = async () => (await admin.describeConfigs({ includeSynonyms: false, resources: [{ ...models, configNames: ["cleanup.policy"] }] })).resources[0]?.configEntries[0]?.configValue;
      while ((await policy()) !== "compact") await delay(20);
    });
    await expect(openLog(brokers, { topicPrefix, retention })).rejects.toMatchObject({ message: expect.stringContaining(`--entity-name ${topicPrefix}segment-models --add-config cleanup.policy=delete`) });
  });

  it("take records of several megabytes, and many of them in one list", async () => {
    const sizes = [10, 4 * MB, 600_000, 600_000, 600_000, 10, 2 * MB];
    const list = sizes.map((size, i) => ({ ...textRecord("events", "k", ""), value: Buffer.alloc(size, i) }));
    const positions = await log.append(list);
    expect(positions.map(({ offset }) => offset)).toEqual(numbers(sizes.length));
    const records = await readAll(log, "events", sizes.length);
    expect(records.map(({ value }) => value?.length)).toEqual(sizes);
    expect(records.every(({ value, offset }) => value?.every((byte) => byte === offset))).toBe(true);
    await expect(log.append([{ ...textRecord("events", "k", ""), value: Buffer.alloc(5 * MB) }])).rejects.toMatchObject({ code: "invalid_record" });
  });

  it("are read within milliseconds of an append", async () => {
    const reader = await startReader(log, ["events"]);
    await log.append([textRecord("events", "a", "warm")]);
    await reader.hasRead(1);
    const times: number[] = [];
    for (const i of numbers(21)) {
      const began = performance.now();
      await log.append([textRecord("events", `customer ${i}`, "1")]);
      await reader.hasRead(i + 2);
      times.push(performance.now() - began);
    }
    await reader.close();
    // Two more hops and a fold have to fit into 150 ms, as a median.
    expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(50);
  });

  it("take thousands of appends of the same moment in a few requests", async () => {
    const began = performance.now();
    await Promise.all(numbers(5000).map((i) => log.append([textRecord("events", `customer ${i % 100}`, `${i}`)])));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect((await log.end("events")).reduce((sum, end) => sum + end, 0)).toBe(5000);
  });
});
