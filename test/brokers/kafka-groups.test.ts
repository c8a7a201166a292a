import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { eventually, numbers, startReader, textRecord, textsOf } from "../contracts/support/reader.ts";
import { guardedGroup } from "./support/guarded-group.ts";
import { brokersOf, openLog, QUICK, requireKafka, uniquePrefix } from "./support/kafka-log.ts";
import { asAdministrator } from "./support/kafka-tools.ts";

const kafka = inject("kafkaBrokers");
const brokers = brokersOf(kafka);

beforeEach(({ skip }) => requireKafka(kafka, skip));

describe("a shared group on Kafka", () => {
  let topicPrefix: string;
  const logs: EventLog[] = [];
  beforeEach(() => {
    topicPrefix = uniquePrefix();
  });
  afterEach(async () => {
    await Promise.all(logs.splice(0).map((log) => log.close()));
  });
  const open = async () => {
    const log = await openLog(brokers, { topicPrefix });
    logs.push(log);
    return log;
  };
  const fill = (log: EventLog, from: number, count: number) => log.append(numbers(count, from).map((i) => textRecord("events", `customer ${i % 40}`, `${i}`)));

  it("divides the partitions: each record goes to one of its readers", async () => {
    const [one, two] = [await open(), await open()];
    const readers = [await startReader(one, ["events"], { sharing: "shared", group: "ingest" }), await startReader(two, ["events"], { sharing: "shared", group: "ingest" })];
    await delay(1_500);
    await fill(one, 0, 300);
    await eventually("all of them", () => readers.reduce((sum, { records }) => sum + records.length, 0) >= 300);
    for (const reader of readers) await reader.close();
    const partitions = readers.map(({ records }) => new Set(records.map(({ partition }) => partition)));
    expect(partitions.every(({ size }) => size > 0)).toBe(true);
    expect(partitions.flatMap((set) => [...set]).toSorted()).toEqual([0, 1, 2]);
    expect(textsOf(readers.flatMap(({ records }) => records)).map(Number).toSorted((a, b) => a - b)).toEqual(numbers(300));
  });

  it("loses nothing and applies nothing twice while readers come and go", async () => {
    const group = guardedGroup("ingest", 15);
    const [one, two, three] = [await open(), await open(), await open()];
    const first = await group.join(one);
    let written = 0;
    let isWriting = true;
    const writing = (async () => {
      while (isWriting) {
        await fill(three, written, 20);
        written += 20;
        await delay(10);
      }
    })();
    await eventually("the first reader", () => group.total() > 100);
    const second = await group.join(two);
    await delay(1_200);
    await first.close();
    await delay(1_200);
    const third = await group.join(three);
    await delay(1_200);
    isWriting = false;
    await writing;
    await eventually("all of it", () => group.total() >= written);
    await Promise.all([second.close(), third.close()]);
    expect(group.failures).toEqual([]);
    expect(group.total()).toBe(written);
    for (const list of group.applied.values()) expect(list).toEqual(numbers(list.length));
  });

  it("keeps a reader whose batch takes longer than its session", async () => {
    const log = await open();
    await fill(log, 0, 5);
    const partition = (await log.end("events")).findIndex((end) => end > 0);
    let asked = 0;
    const failures: unknown[] = [];
    const done: number[] = [];
    const from = async (_topic: string, p: number) => {
      if (p === partition) asked += 1;
      return 0;
    };
    const options = { topics: ["events"], group: "slow", sharing: "shared", from, onFailure: (error: unknown) => void failures.push(error) } as const;
    const subscription = await log.subscribe(options, async ({ records }) => {
      if (done.length === 0) await delay(QUICK.sessionTimeout + 2_000);
      done.push(...records.map(({ offset }) => offset));
    });
    await eventually("the slow batch", () => done.length === 5);
    await delay(300);
    await subscription.close();
    expect(failures).toEqual([]);
    expect(asked).toBe(1);
  });

  it("shows lag tools where it is, and leaves when it is closed", async () => {
    const log = await open();
    await fill(log, 0, 30);
    const reader = await startReader(log, ["events"], { sharing: "shared", group: "ingest" });
    await reader.hasRead(30);
    await reader.close();
    const ends = await log.end("events");
    const groupId = `${topicPrefix}ingest`;
    await asAdministrator(brokers, async (admin) => {
      const offsets = await admin.fetchOffsets({ groupId, topics: [`${topicPrefix}events`] });
      const committed = new Map(offsets[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      expect(ends.map((end, partition) => (end === 0 ? 0 : committed.get(partition)))).toEqual(ends);
      const { groups } = await admin.describeGroups([groupId]);
      expect(groups[0]?.members).toEqual([]);
    });
  });

  it("reports a reader that the group will not have, once", async () => {
    const log = await openLog(brokers, { topicPrefix, timing: { ...QUICK, sessionTimeout: 1_000 } });
    logs.push(log);
    const reader = await startReader(log, ["events"], { sharing: "shared", group: "hasty" });
    await eventually("the failure", () => reader.failures.length > 0);
    await reader.close();
    expect(reader.failures).toEqual([expect.objectContaining({ code: "kafka_unavailable", message: expect.stringMatching(/session timeout/i) })]);
  });
});
