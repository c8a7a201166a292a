import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/lmdb-folder.ts";
import { buildPlatform, startChild } from "./support/lmdb-process.ts";
import type { Task } from "./support/lmdb-process.ts";
import { INGEST } from "./support/opened-store.ts";
import { numbers, readAll, textOf, textsOf } from "./support/reader.ts";

const KILLS = 8;

beforeAll(buildPlatform);

describe("an LMDB folder whose process is killed", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const killAtRandom = async (task: Task) => {
    const child = startChild(task, folder.path);
    await child.isUp();
    await delay(Math.random() * 150);
    await child.kill();
    return child.acked();
  };

  const inspect = async (look: (lmdb: Lmdb) => Promise<void>) => {
    const lmdb = openLmdb(folder.path);
    await look(lmdb).finally(() => lmdb.close());
  };

  it("holds every acknowledged append as a whole, and of each writer a prefix", async () => {
    let before = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const acked = await killAtRandom("append");
      await inspect(async ({ log }) => {
        const [end = 0] = await log.end("events");
        const records = (await readAll(log, "events", end)).slice(before);
        before = end;
        for (const writer of [0, 1, 2]) {
          const own = textsOf(records).filter((text) => text?.startsWith(`${writer}.`));
          const kept = new Set(own.map((text) => Number(text?.split(".")[1]))).size;
          const whole = numbers(kept).flatMap((i) => numbers(1 + (i % 4)).map((j) => `${writer}.${i}.${j}`));
          expect(own).toEqual(whole);
          expect(kept).toBeGreaterThanOrEqual(acked.filter((name) => name.startsWith(`${writer}.`)).length);
        }
      });
    }
    expect(before).toBeGreaterThan(KILLS);
  });

  it("holds every acknowledged commit, each with all it changed and all it published", async () => {
    let last = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const acked = await killAtRandom("commit");
      await inspect(async ({ log, store }) => {
        const places = ["a", "m", "z"].map((id) => ({ collection: "customers", id }) as const);
        const { checkpoint, values } = await store.read(INGEST, places);
        expect(values.map((value) => textOf({ value: value ?? null }))).toEqual([checkpoint, checkpoint, checkpoint]);
        const count = Number(checkpoint);
        expect(count).toBeGreaterThanOrEqual(Number(acked[acked.length - 1] ?? last));
        expect(await log.end("customer-updates")).toEqual([count]);
        expect(textsOf(await readAll(log, "customer-updates", count))).toEqual(numbers(count, 1).map(String));
        last = count;
      });
    }
    expect(last).toBeGreaterThan(KILLS);
  });
});

describe.skipIf(process.platform === "win32")("an LMDB folder whose disk refuses to take more", () => {
  it("fails each write as a whole with a reason, stays readable, and closes", async () => {
    const folder = temporaryFolder();
    const child = startChild("fill", folder.path, 6_000);
    const [code] = (await once(child.process, "close")) as [number | null];
    expect(code).toBe(0);
    expect(child.acked()).toEqual(["closed"]);
    const report = JSON.parse(child.lines[0] ?? "") as { tried: number; codes: string[]; checkpoint: string; ends: number[] };
    // A write that the disk takes in part is reported as a failure of the disk.
    for (const refusal of report.codes) expect(["disk_full", "disk_failed"]).toContain(refusal);
    expect(report.codes).toHaveLength(2);
    expect(report.checkpoint).toBe(String(report.tried - 1));
    expect(report.ends).toEqual([report.tried - 1]);

    const lmdb = openLmdb(folder.path);
    expect(await lmdb.log.end("events")).toEqual([report.tried - 1]);
    expect(await lmdb.log.end("customer-updates")).toEqual([report.tried - 1]);
    expect((await lmdb.store.read(INGEST, [])).checkpoint).toBe(report.checkpoint);
    await lmdb.close();
    folder.remove();
  });
});
