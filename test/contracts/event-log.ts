import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closing, pacing } from "./event-log-lifecycle.ts";
import { numbers, readAll, startReader, textOf, textRecord, textsOf } from "./support/reader.ts";

/** What every event log does. `open` gives a log with topics that nobody else uses, and whose `close` frees all it took. */
export function eventLogContract(name: string, open: () => Promise<EventLog>): void {
  describe(`${name} as an event log`, () => {
    let log: EventLog;
    beforeEach(async () => {
      log = await open();
    });
    afterEach(() => log.close());

    describe("append", () => appending(() => log));
    describe("subscribe", () => subscribing(() => log));
    describe("a subscription", () => pacing(() => log));
    describe("close", () => closing(() => log));
  });
}

type Log = () => EventLog;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function appending(log: Log): void {
  it("counts the records of each partition from 0", async () => {
    expect(sum(await log().end("events"))).toBe(0);
    expect(await log().append([textRecord("events", "a", "1"), textRecord("events", "a", "2")])).toEqual(
      [0, 1].map((offset) => ({ partition: expect.any(Number), offset })),
    );
    const [third] = await log().append([textRecord("events", "a", "3")]);
    expect(third?.offset).toBe(2);
    const ends = await log().end("events");
    expect(ends).toHaveLength(log().partitions);
    expect(ends[third?.partition ?? -1]).toBe(3);
    expect(sum(ends)).toBe(3);
  });

  it("counts each topic for itself", async () => {
    const list = [textRecord("events", "a", "1"), textRecord("products", "a", "2"), textRecord("events", "a", "3")];
    const positions = await log().append(list);
    expect(positions.map(({ offset }) => offset)).toEqual([0, 0, 1]);
    expect(sum(await log().end("products"))).toBe(1);
  });

  it("takes an empty list", async () => {
    expect(await log().append([])).toEqual([]);
    expect(sum(await log().end("events"))).toBe(0);
  });

  it("keeps keys and values as they are", async () => {
    const everyByte = Uint8Array.from(numbers(256));
    const keys = ["plain", "sl/ash", "emoji 🛒 ñ", "k".repeat(128), "nul \u0000 in it"];
    const values = [everyByte, new Uint8Array(0), null, everyByte.subarray(7, 9), Buffer.alloc(300_000, 7)];
    const before = Date.now();
    await log().append(keys.map((key, i) => ({ topic: "events", key, value: values[i] ?? null, partition: 0 })));
    const records = await readAll(log(), "events", keys.length);
    expect(records.map(({ key }) => key)).toEqual(keys);
    records.forEach(({ value, timestamp }, i) => {
      expect(value === null ? null : Buffer.from(value).toString("hex")).toBe(values[i] ? Buffer.from(values[i]).toString("hex") : null);
      expect(timestamp).toBeGreaterThanOrEqual(before - 1000);
      expect(timestamp).toBeLessThanOrEqual(Date.now() + 1000);
    });
  });

  it("puts a record where it is told to", async () => {
    const last = log().partitions - 1;
    expect(await log().append([{ ...textRecord("events", "a", "1"), partition: last }])).toEqual([{ partition: last, offset: 0 }]);
    const [record] = await readAll(log(), "events", 1);
    expect(record?.partition).toBe(last);
  });

  it("keeps nothing of a list with a record that cannot be kept", async () => {
    const impossible = { ...textRecord("events", "b", "2"), partition: log().partitions };
    await expect(log().append([textRecord("events", "a", "1"), impossible, textRecord("products", "c", "3")])).rejects.toThrow();
    expect(sum(await log().end("events")) + sum(await log().end("products"))).toBe(0);
  });

  it("keeps every record of lists appended at the same time, each in a place of its own", async () => {
    const lists = numbers(60).map((i) => numbers(1 + (i % 5)).map((j) => textRecord("events", `key ${i % 7}`, `${i}.${j}`)));
    const positions = await Promise.all(lists.map((list) => log().append(list)));
    const total = lists.flat().length;
    const records = await readAll(log(), "events", total);
    const found = new Map(records.map((record) => [`${record.partition}/${record.offset}`, textOf(record)]));
    const placed = positions.flat().map(({ partition, offset }) => found.get(`${partition}/${offset}`));
    expect(placed).toEqual(lists.flat().map(textOf));
    expect(found.size).toBe(total);
  });

  it("keeps the order of a key's records", async () => {
    const keys = numbers(8).map((i) => `customer ${i}`);
    await Promise.all(
      keys.map(async (key) => {
        for (const i of numbers(15)) await log().append([textRecord("events", key, `${2 * i}`), textRecord("events", key, `${2 * i + 1}`)]);
      }),
    );
    const records = await readAll(log(), "events", 8 * 30);
    for (const key of keys) {
      const own = records.filter((record) => record.key === key);
      expect(textsOf(own)).toEqual(numbers(30).map(String));
      expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
    }
  });
}

function subscribing(log: Log): void {
  it("delivers what is there and what comes later", async () => {
    await log().append([textRecord("events", "a", "before")]);
    const reader = await startReader(log(), ["events"]);
    await reader.hasRead(1);
    await log().append([textRecord("events", "a", "after")]);
    await reader.hasRead(2);
    await reader.close();
    expect(textsOf(reader.records)).toEqual(["before", "after"]);
  });

  it("delivers batches of consecutive records, none larger than asked for, each with the end of its partition", async () => {
    await log().append(numbers(1234).map((i) => textRecord("events", "a", `${i}`)));
    const reader = await startReader(log(), ["events"], { maxRecords: 100 });
    await reader.hasRead(1234);
    await reader.close();
    expect(textsOf(reader.records)).toEqual(numbers(1234).map(String));
    for (const { records, end } of reader.batches) {
      expect(records.length).toBeGreaterThan(0);
      expect(records.length).toBeLessThanOrEqual(100);
      expect(records.map(({ offset }) => offset)).toEqual(numbers(records.length, records[0]?.offset));
      expect(end).toBe(1234);
    }
  });

  it("delivers at most 500 records at once unless told otherwise", async () => {
    await log().append(numbers(1100).map((i) => textRecord("events", "a", `${i}`)));
    const reader = await startReader(log(), ["events"]);
    await reader.hasRead(1100);
    await reader.close();
    expect(Math.max(...reader.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(500);
    expect(textsOf(reader.records)).toEqual(numbers(1100).map(String));
  });

  it("begins where the subscriber wants, asking once for each partition", async () => {
    await log().append(numbers(40).map((i) => textRecord("events", "a", `${i}`)));
    const partition = (await log().end("events")).findIndex((end) => end === 40);
    const asked: string[] = [];
    const from = async (topic: string, asks: number) => {
      asked.push(`${topic}/${asks}`);
      return asks === partition ? 17 : 0;
    };
    const reader = await startReader(log(), ["events"], { from });
    await reader.hasRead(23);
    await log().append([textRecord("events", "a", "40")]);
    await reader.hasRead(24);
    await reader.close();
    expect(textsOf(reader.records)).toEqual(numbers(24, 17).map(String));
    expect(asked.sort()).toEqual(numbers(log().partitions).map((i) => `events/${i}`));
  });

  it("begins with the first record there is, on demand", async () => {
    await log().append(numbers(5).map((i) => textRecord("events", "a", `${i}`)));
    const reader = await startReader(log(), ["events", "products"], { from: async () => "earliest" });
    await reader.hasRead(5);
    await log().append([textRecord("products", "a", "5")]);
    await reader.hasRead(6);
    await reader.close();
    expect(textsOf(reader.records)).toEqual(numbers(6).map(String));
  });

  it("delivers again to who begins again", async () => {
    await log().append(numbers(30).map((i) => textRecord("events", "a", `${i}`)));
    const first = await readAll(log(), "events", 30);
    const second = await readAll(log(), "events", 30);
    expect(second).toEqual(first);
  });

  it("delivers several topics, each in its order and to each subscriber", async () => {
    await log().append(numbers(50).map((i) => textRecord(i % 3 === 0 ? "products" : "events", "a", `${i}`)));
    const readers = await Promise.all(["one", "two"].map((group) => startReader(log(), ["events", "products"], { group })));
    for (const reader of readers) {
      await reader.hasRead(50);
      await reader.close();
      for (const topic of ["events", "products"]) {
        const expected = numbers(50).filter((i) => (i % 3 === 0) === (topic === "products"));
        expect(textsOf(reader.records.filter((record) => record.topic === topic))).toEqual(expected.map(String));
      }
    }
  });

  it("delivers everything to a group's only reader, shared or not", async () => {
    await log().append(numbers(60).map((i) => textRecord("events", `${i}`, `${i}`)));
    for (const sharing of ["shared", "replica"] as const) {
      const reader = await startReader(log(), ["events"], { sharing, group: "alone" });
      await reader.hasRead(60);
      await reader.close();
      expect(textsOf(reader.records).map(Number).toSorted((a, b) => a - b)).toEqual(numbers(60));
    }
  });

  it("leaves out the topics it was not asked for", async () => {
    await log().append([textRecord("products", "a", "no"), textRecord("events", "a", "yes")]);
    const reader = await startReader(log(), ["events"]);
    await reader.hasRead(1);
    await delay(50);
    await reader.close();
    expect(textsOf(reader.records)).toEqual(["yes"]);
  });
}
