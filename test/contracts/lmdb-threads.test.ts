import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/lmdb-folder.ts";
import { buildPlatform } from "./support/lmdb-process.ts";
import { aCommit, INGEST } from "./support/opened-store.ts";
import { eventually, numbers, readAll, startReader, textOf, textRecord, textsOf } from "./support/reader.ts";

const COUNTER = [{ collection: "customers", id: "counter" }] as const;

beforeAll(buildPlatform);

describe("an LMDB folder open in two threads", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let lmdb: Lmdb;
  let worker: Worker;

  const startWorker = async (task = "fold") => {
    // It runs the build, so it must not inherit the test runner's preference for sources.
    worker = new Worker(new URL("support/lmdb-worker.mjs", import.meta.url), { execArgv: [], workerData: { folder: folder.path, task } });
    await once(worker, "message");
  };
  const stopWorker = async () => {
    worker.postMessage("close");
    expect(await once(worker, "exit")).toEqual([0]);
  };
  const counter = async () => {
    const { checkpoint, values } = await lmdb.store.read(INGEST, COUNTER);
    return { checkpoint, count: Buffer.from(values[0] ?? []).toString() };
  };

  beforeEach(async () => {
    folder = temporaryFolder();
    lmdb = openLmdb(folder.path);
  });
  afterEach(async () => {
    await worker.terminate();
    await lmdb.close();
    folder.remove();
  });

  it("is written and read by both at once, and nothing is lost or doubled", async () => {
    await startWorker();
    const answers = await startReader(lmdb.log, ["customer-updates"]);
    const texts = numbers(300).map((i) => `record ${i}`);
    for (let i = 0; i < texts.length; i += 3) await lmdb.log.append(texts.slice(i, i + 3).map((text) => textRecord("events", "k", text)));
    await answers.hasRead(300);
    await answers.close();
    expect(textsOf(answers.records)).toEqual(texts);
    expect(await counter()).toEqual({ checkpoint: "300", count: "300" });
    await stopWorker();
  });

  it("wakes a reader within milliseconds of a commit in the other thread", async () => {
    await startWorker();
    const answers = await startReader(lmdb.log, ["customer-updates"]);
    const times: number[] = [];
    for (const i of numbers(21)) {
      await lmdb.log.append([textRecord("events", "k", `${i}`)]);
      const start = performance.now();
      await answers.hasRead(i + 1);
      times.push(performance.now() - start);
    }
    await answers.close();
    // There, a durable commit, and back; by polling alone it would take a few hundred milliseconds.
    expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(60);
    await stopWorker();
  });

  it("goes on when a thread is ended in the middle of its work, and another one takes over", async () => {
    await startWorker();
    for (const round of numbers(6)) {
      await Promise.all(numbers(50).map((i) => lmdb.log.append([textRecord("events", "k", `${round}.${i}`)])));
      await worker.terminate();
      await lmdb.log.append([textRecord("events", "k", `${round}.50`)]);
      await startWorker();
    }
    const total = 6 * 51;
    let seen = "";
    await eventually("all counted", () => {
      void counter().then(({ count }) => (seen = count));
      return seen === String(total);
    });
    expect(textsOf(await readAll(lmdb.log, "customer-updates", total))).toEqual(textsOf(await readAll(lmdb.log, "events", total)));
    await stopWorker();
  });

  it("shows at once what the other thread has committed", async () => {
    await startWorker("commitOnDemand");
    expect(await lmdb.store.get("customers", ["a"])).toEqual([undefined]);
    const done = new Int32Array(new SharedArrayBuffer(4));
    worker.postMessage(done);
    // No turn of the event loop comes between the two reads.
    Atomics.wait(done, 0, 0, 10_000);
    const [value] = await lmdb.store.get("customers", ["a"]);
    expect(textOf({ value: value ?? null })).toBe("new");
  });

  it.each([
    ["reads", () => lmdb.store.read(INGEST, [])],
    ["writes", () => lmdb.log.append([textRecord("events", "k", "1")])],
  ])("completes a commit in whose middle a thread was ended, before anyone else %s", async (_, act) => {
    await startWorker("stopWithinCommit");
    await worker.terminate();
    await act();
    const entries = ["a", "gone", "z"].map((id) => ({ collection: "customers", id }) as const);
    const { checkpoint, values } = await lmdb.store.read(INGEST, entries);
    expect(values.map((value) => textOf({ value: value ?? null }))).toEqual(["2", null, "2"]);
    expect(checkpoint).toBe("2");
    expect(textsOf(await readAll(lmdb.log, "customer-updates", 4))).toEqual(["1", "2", "1", "2"]);
    expect(await lmdb.store.commit(INGEST, aCommit({ expected: "2", next: "3" }))).toBe(true);
    expect(await lmdb.log.end("customer-updates")).toEqual([4]);
  });

  it("is left by one and kept by the other", async () => {
    await startWorker();
    await stopWorker();
    await lmdb.log.append([textRecord("events", "k", "alone")]);
    await startWorker();
    expect(textsOf(await readAll(lmdb.log, "customer-updates", 1))).toEqual(["alone"]);
    await stopWorker();
  });
});
