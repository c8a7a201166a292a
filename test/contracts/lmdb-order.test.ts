import { openEnvironment } from "@segue/platform/lmdb/lmdb-environment";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import type { NewRecord, Topic } from "@segue/shared/ports/event-log";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/lmdb-folder.ts";
import { aCommit, aCustomer, INGEST } from "./support/opened-store.ts";
import { eventually, numbers, readAll, startReader, textOf, textRecord, textsOf } from "./support/reader.ts";

const THREE: readonly Topic[] = ["events", "products", "customer-updates"];

describe("the LMDB log", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let lmdb: Lmdb;
  let clock = 0;
  beforeEach(() => {
    folder = temporaryFolder();
    clock = 1_000;
    lmdb = openLmdb(folder.path, { now: () => clock });
  });
  afterEach(async () => {
    await lmdb.close();
    folder.remove();
  });

  it("delivers topics in the order of the appends, however they are mixed and cut into batches", async () => {
    const lists = fc.array(fc.array(fc.constantFrom(...THREE), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });
    let written = 0;
    const all: { topic: Topic; text: string }[] = [];
    const property = fc.asyncProperty(lists, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (topics, maxRecords, isGrouped) => {
      const before = all.length;
      const ends = new Map(await Promise.all(THREE.map(async (topic) => [topic, (await lmdb.log.end(topic))[0] ?? 0] as const)));
      const appends = topics.map((list) => () => lmdb.log.append(list.map((topic) => {
        const text = String(written++);
        all.push({ topic, text });
        return textRecord(topic, "k", text);
      })));
      if (isGrouped) await Promise.all(appends.map((append) => append()));
      else for (const append of appends) await append();

      const reader = await startReader(lmdb.log, THREE, { maxRecords, from: async (topic) => ends.get(topic) ?? 0 });
      await reader.hasRead(all.length - before);
      await reader.close();
      expect(reader.failures).toEqual([]);
      expect(reader.records.map((record) => ({ topic: record.topic, text: textOf(record) }))).toEqual(all.slice(before));
      expect(Math.max(...reader.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(maxRecords);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it("delivers in that order also while it is being written to, each record once", async () => {
    const reader = await startReader(lmdb.log, THREE, { maxRecords: 10 });
    const second = openLmdb(folder.path);
    const order: string[] = [];
    const write = async ({ log }: Lmdb, name: string) => {
      for (const i of numbers(80)) {
        const list = numbers(1 + (i % 3)).map((j) => textRecord(THREE[(i + j) % 3] ?? "events", name, `${name}.${i}.${j}`));
        await log.append(list);
        order.push(...list.map(textOf).filter((text) => text !== null));
      }
    };
    await Promise.all([write(lmdb, "one"), write(second, "two")]);
    await reader.hasRead(order.length);
    const live = textsOf(reader.records);
    await reader.close();
    await second.close();
    expect(live.toSorted()).toEqual(order.toSorted());
    for (const name of ["one", "two"]) {
      const own = (text: string | null) => text?.startsWith(name);
      expect(live.filter(own)).toEqual(order.filter(own));
    }
    const again = await startReader(lmdb.log, THREE);
    await again.hasRead(order.length);
    await again.close();
    expect(textsOf(again.records)).toEqual(live);
  });

  it("gathers small appends into full batches", async () => {
    for (const i of numbers(30)) await lmdb.log.append([textRecord("events", "k", `${i}`)]);
    const reader = await startReader(lmdb.log, ["events", "products"], { maxRecords: 20 });
    await reader.hasRead(30);
    await reader.close();
    expect(reader.batches.map(({ records }) => records.length)).toEqual([20, 10]);
  });

  it("stores appends of the same time together", async () => {
    await Promise.all(numbers(200).map((i) => lmdb.log.append([textRecord("events", "k", `${i}`)])));
    const env = openEnvironment(folder.path);
    const frames = await env.look(() => Array.from(env.frames.getKeys()).length);
    await env.close();
    expect(frames).toBeLessThan(10);
    expect(textsOf(await readAll(lmdb.log, "events", 200))).toEqual(numbers(200).map(String));
  });

  it("takes an append of more than a frame holds, and reads it from any place", async () => {
    const valueOf = (i: number) => Buffer.alloc(i % 100 === 0 ? 90_000 : 10, i % 256);
    const list: NewRecord[] = numbers(2500).map((i) => ({ topic: "events", key: `${i}`, value: valueOf(i) }));
    await lmdb.log.append(list);
    for (const from of [0, 1, 999, 1000, 1001, 1777, 2499]) {
      const reader = await startReader(lmdb.log, ["events"], { from: async () => from });
      await reader.hasRead(2500 - from);
      await reader.close();
      expect(reader.records.map(({ key }) => key)).toEqual(numbers(2500 - from, from).map(String));
      expect(reader.records.every(({ value, offset }) => value?.every((byte) => byte === offset % 256))).toBe(true);
    }
  });

  it("shows a record no earlier than the change it goes out with can be read", async () => {
    const seen: (Uint8Array | undefined)[] = [];
    const onFailure = (error: unknown) => expect.unreachable(String(error));
    const options = { topics: ["customer-updates"], group: "follow", from: async () => 0, onFailure } as const;
    const subscription = await lmdb.log.subscribe(options, async ({ records }) => {
      seen.push(...(await lmdb.store.get("customers", records.map(({ key }) => key))));
    });
    for (const i of numbers(20)) {
      const change = { puts: [aCustomer(`${i}`, "there")], publish: [textRecord("customer-updates", `${i}`, "")] };
      await lmdb.store.commit(INGEST, aCommit({ expected: i === 0 ? null : String(i), next: String(i + 1), ...change }));
    }
    await eventually("20 records", () => seen.length === 20);
    await subscription.close();
    expect(seen).not.toContain(undefined);
  });

  it("publishes with a commit exactly once, whoever loses the race", async () => {
    const second = openLmdb(folder.path);
    const race = (i: number) => {
      const publish = [textRecord("customer-updates", "k", `${i}`)];
      const change = aCommit({ expected: i === 0 ? null : String(i), next: String(i + 1), publish });
      return Promise.all([lmdb, second, lmdb].map(({ store }) => store.commit(INGEST, change)));
    };
    for (const i of numbers(30)) expect((await race(i)).filter(Boolean)).toEqual([true]);
    await second.close();
    expect(await lmdb.log.end("customer-updates")).toEqual([30]);
    expect(textsOf(await readAll(lmdb.log, "customer-updates", 30))).toEqual(numbers(30).map(String));
  });

  it("stamps records with the time of their append", async () => {
    await lmdb.log.append([textRecord("events", "k", "1")]);
    clock = 2_000;
    await lmdb.log.append([textRecord("events", "k", "2")]);
    expect((await readAll(lmdb.log, "events", 2)).map(({ timestamp }) => timestamp)).toEqual([1_000, 2_000]);
  });

  describe("when trimmed", () => {
    const appendAt = async (time: number, topic: Topic, text: string) => {
      clock = time;
      await lmdb.log.append([textRecord(topic, "k", text)]);
    };
    const readFrom = async (from: number | "earliest", count: number) => {
      const reader = await startReader(lmdb.log, ["events"], { from: async () => from });
      await reader.hasRead(count);
      await reader.close();
      return reader;
    };

    it("loses what is older, of that topic only, and counts on", async () => {
      for (const i of numbers(10)) await appendAt(1000 + i, "events", `${i}`);
      await appendAt(1000, "products", "stays");
      expect(await lmdb.retention.trim({ topic: "events", olderThan: 1004 })).toBe(4);
      expect(textsOf((await readFrom(4, 6)).records)).toEqual(["4", "5", "6", "7", "8", "9"]);
      expect(textsOf((await readFrom("earliest", 6)).records)).toEqual(["4", "5", "6", "7", "8", "9"]);
      expect(await lmdb.log.end("events")).toEqual([10]);
      expect(textsOf(await readAll(lmdb.log, "products", 1))).toEqual(["stays"]);
    });

    it("fails a reader of what is gone, and one of what never was, rather than skip", async () => {
      for (const i of numbers(6)) await appendAt(1000 + i, "events", `${i}`);
      await lmdb.retention.trim({ topic: "events", olderThan: 1003 });
      for (const [from, place] of [[0, "from offset 0: it is kept from 3"], [2, "kept from 3"], [7, "ends at 6"]] as const) {
        const { failures, records } = await readFrom(from, 1);
        expect(records).toEqual([]);
        expect(failures).toEqual([expect.objectContaining({ code: "offset_out_of_range", message: expect.stringContaining(place) })]);
        expect(String(failures[0])).toContain("Topic events");
      }
    });

    it("can be emptied, and goes on where it was", async () => {
      for (const i of numbers(3)) await appendAt(1000 + i, "events", `${i}`);
      expect(await lmdb.retention.trim({ topic: "events", olderThan: 9999 })).toBe(3);
      expect(await lmdb.retention.trim({ topic: "events", olderThan: 9999 })).toBe(3);
      await appendAt(2000, "events", "3");
      expect(textsOf((await readFrom(3, 1)).records)).toEqual(["3"]);
    });

    it("goes through more frames than one transaction removes, while others write and read", async () => {
      for (const i of numbers(200)) await appendAt(i < 150 ? 1000 : 2000, "events", `${i}`);
      const following = await readFrom(150, 50);
      const live = await startReader(lmdb.log, ["events"], { from: async () => 200 });
      const [first] = await Promise.all([
        lmdb.retention.trim({ topic: "events", olderThan: 2000 }),
        ...numbers(20, 200).map((i) => lmdb.log.append([textRecord("events", "k", `${i}`)])),
      ]);
      await live.hasRead(20);
      await live.close();
      expect(first).toBe(150);
      expect([...textsOf(following.records), ...textsOf(live.records)]).toEqual(numbers(70, 150).map(String));
    });
  });
});
