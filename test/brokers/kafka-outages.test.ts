import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually, numbers, startReader, textRecord, textsOf } from "../contracts/support/reader.ts";
import { freePort } from "@segue/local-brokers/free-port";
import { openLog, QUICK, requireKafka, uniquePrefix } from "./support/kafka-log.ts";
import { missingForNative, startNativeKafka } from "@segue/local-brokers/kafka-native";
import type { NativeKafka } from "@segue/local-brokers/kafka-native";
import { tellingLogger } from "./support/telling-logger.ts";

const missing = await missingForNative();
const TIMING = { ...QUICK, sessionTimeout: 6_000, stallLimit: 30_000 };

beforeEach(({ skip }) => missing === undefined || requireKafka({ missing: `brokers cannot be mistreated here: ${missing}` }, skip));

describe("a log on Kafka whose only broker", () => {
  let kafka: NativeKafka;
  let topicPrefix: string;
  let log: EventLog;
  beforeAll(async () => {
    if (missing !== undefined) return;
    const port = await freePort();
    topicPrefix = uniquePrefix();
    const { logger, lines } = tellingLogger();
    // The log is there before its broker.
    const opening = openLog([`127.0.0.1:${port}`], { topicPrefix, partitions: 1, logger, patience: 60_000, timing: TIMING });
    kafka = await startNativeKafka({ port });
    log = await opening;
    expect(lines.join()).toMatch(/waiting for Kafka/);
  });
  afterAll(async () => {
    await log?.close();
    await kafka?.stop();
  });

  const append = (texts: readonly number[]) => log.append(texts.map((i) => textRecord("events", "k", `${i}`)));

  it("comes late is waited for", async () => {
    expect(await append([0])).toEqual([{ partition: 0, offset: 0 }]);
  });

  it("does not come is given up", async () => {
    const port = await freePort();
    const opening = openLog([`127.0.0.1:${port}`], { patience: 1_500 });
    await expect(opening).rejects.toMatchObject({ code: "kafka_unreachable", message: expect.stringMatching(new RegExp(`^No Kafka broker has answered at 127.0.0.1:${port} for 2 s: [^\\n]+KAFKA_BROKERS[^\\n]+$`)) });
  });

  it("is killed and comes back is ridden out, by readers and by writers", async () => {
    const [before = 0] = await log.end("events");
    const reader = await startReader(log, ["events"], { from: async () => before, sharing: "shared", group: "steady" });
    await append([1]);
    await reader.hasRead(1);
    await kafka.kill();
    const writing = append([2]);
    await delay(1_000);
    await kafka.start();
    await writing;
    await append([3]);
    await eventually("all three", () => new Set(textsOf(reader.records)).size === 3);
    await reader.close();
    expect(reader.failures).toEqual([]);
  });

  it("hangs is given up by its readers, and read from again later", async () => {
    const [before = 0] = await log.end("events");
    const impatient = await openLog(kafka.brokers, { topicPrefix, partitions: 1, timing: { ...TIMING, stallLimit: 3_000 } });
    const reader = await startReader(impatient, ["events"], { from: async () => before });
    await append([10]);
    await reader.hasRead(1);
    process.kill(kafka.pid(), "SIGSTOP");
    try {
      await eventually("the failure", () => reader.failures.length > 0);
    } finally {
      process.kill(kafka.pid(), "SIGCONT");
    }
    expect(reader.failures).toEqual([expect.objectContaining({ code: "log_stalled", message: expect.stringMatching(/^Reading as group [^\n]+ standstill[^\n]+$/) })]);
    await impatient.close();
    const again = await startReader(log, ["events"], { from: async () => before });
    await again.hasRead(1);
    await again.close();
  });

  it("is away can be closed", async () => {
    const other = await openLog(kafka.brokers, { topicPrefix, partitions: 1, timing: TIMING });
    await startReader(other, ["events"]);
    await delay(500);
    await kafka.kill();
    const began = performance.now();
    await other.close();
    expect(performance.now() - began).toBeLessThan(8_000);
    await kafka.start();
  });

  it("has lost the end of its log is not read on from", async () => {
    const [before = 0] = await log.end("events");
    const reader = await startReader(log, ["events"], { from: async () => before });
    for (const i of numbers(6)) await append([i]);
    await reader.hasRead(6);
    await kafka.kill();
    cutInHalf(join(kafka.folder, "data", `${topicPrefix}events-0`));
    await kafka.start();
    await eventually("the failure", () => reader.failures.length > 0);
    await reader.close();
    expect(reader.failures).toEqual([expect.objectContaining({ code: "log_identity_changed" })]);
    expect(textsOf(reader.records)).toEqual(numbers(6).map(String));
  });
});

function cutInHalf(folder: string): void {
  const [segment = ""] = readdirSync(folder).filter((name) => name.endsWith(".log"));
  const path = join(folder, segment);
  truncateSync(path, Math.floor(statSync(path).size / 2));
}
