import { setTimeout as delay } from "node:timers/promises";
import type { OpenRedis } from "@segue/platform/redis/open-redis";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { numbers } from "../contracts/support/reader.ts";
import { missing } from "./support/missing.ts";
import { NO_REDIS } from "@segue/local-brokers/start-redis";
import { removeKeys } from "./support/remove-keys.ts";
import { connectTo, temporaryLog, uniquePrefix } from "./support/redis-store.ts";
import type { TemporaryLog } from "./support/redis-store.ts";

const url = inject("redisUrl");
const LONG = { name: "segmenter", milliseconds: 60_000 };
const SHORT = { name: "segmenter", milliseconds: 600 };

describe("a lease", () => {
  let temporary: TemporaryLog;
  let redis: OpenRedis;
  let other: OpenRedis;
  let prefix: string;
  beforeEach(async ({ skip }) => {
    if (url === null) return missing(NO_REDIS, skip);
    prefix = uniquePrefix();
    temporary = temporaryLog(1);
    redis = await connectTo(url, { prefix, log: temporary.log });
    other = await connectTo(url, { prefix, log: temporary.log });
  });
  afterEach(async () => {
    if (url === null) return;
    await redis.close();
    await other.close();
    await temporary.close();
    await removeKeys(url, prefix);
  });

  it("has one holder, who may take it again, until it is given back", async () => {
    const [first, second] = [redis.lease(LONG), other.lease(LONG)];
    const epoch = await first.acquire();
    expect(epoch).toBeGreaterThan(0);
    expect(await second.acquire()).toBe(null);
    expect(await first.acquire()).toBe(epoch);
    expect([await first.renew(), await second.renew()]).toEqual([true, false]);
    await second.release();
    expect(await second.acquire()).toBe(null);
    await first.release();
    expect(await second.acquire()).toBeGreaterThan(epoch ?? Infinity);
    expect(await first.renew()).toBe(false);
  });

  it("runs out unless it is renewed, and then goes to another with a greater epoch", async () => {
    const [first, second] = [redis.lease(SHORT), other.lease(SHORT)];
    const epoch = await first.acquire();
    for (let turn = 0; turn < 4; turn++) {
      await delay(200);
      expect(await first.renew()).toBe(true);
      expect(await second.acquire()).toBe(null);
    }
    await delay(700);
    expect(await second.acquire()).toBeGreaterThan(epoch ?? Infinity);
    expect(await first.renew()).toBe(false);
    expect(await first.acquire()).toBe(null);
  });

  it("goes to one of many who want it at the same time, each term with a greater epoch", async () => {
    const epochs: number[] = [];
    for (let term = 0; term < 20; term++) {
      const leases = numbers(6).map((i) => (i % 2 === 0 ? redis : other).lease(LONG));
      const taken = await Promise.all(leases.map((lease) => lease.acquire()));
      epochs.push(...taken.filter((epoch) => epoch !== null));
      await Promise.all(leases.map((lease) => lease.release()));
    }
    expect(epochs).toHaveLength(20);
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
    expect(new Set(epochs).size).toBe(20);
  });

  it("has a greater epoch even after Redis has lost all it knew of it", async () => {
    const lease = redis.lease(LONG);
    const epoch = await lease.acquire();
    const raw = new Redis(url ?? "");
    await raw.unlink(...["holder", "epoch"].map((name) => `${prefix}:{lease}:segmenter:${name}`));
    raw.disconnect();
    await delay(2);
    expect(await other.lease(LONG).acquire()).toBeGreaterThan(epoch ?? Infinity);
  });

  it("is apart from leases of another name", async () => {
    await redis.lease(LONG).acquire();
    expect(await other.lease({ ...LONG, name: "sweeper" }).acquire()).not.toBe(null);
  });
});
