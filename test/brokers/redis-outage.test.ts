import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { aCommit, aCustomer, INGEST } from "../contracts/support/opened-store.ts";
import { numbers, textRecord } from "../contracts/support/reader.ts";
import { startProxy } from "./support/cutting-proxy.ts";
import { DURABLE, startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { connectTo, temporaryLog, uniquePrefix } from "./support/redis-store.ts";
import type { TemporaryLog } from "./support/redis-store.ts";
import { describeWithServer } from "./support/with-server.ts";

describeWithServer("a Redis that goes away", () => {
  let temporary: TemporaryLog;
  let server: NativeRedis;
  let prefix: string;
  beforeAll(async () => {
    temporary = temporaryLog(1);
    server = await startNativeRedis({ config: DURABLE });
  });
  beforeEach(() => {
    prefix = uniquePrefix();
  });
  afterEach(() => server.restart());
  afterAll(async () => {
    await server.stop();
    await temporary.close();
  });
  const open = (url: string, patience: number) => connectTo(url, { prefix, log: temporary.log, patience });
  const customers = (ids: readonly string[]) => ids.map((id) => ({ collection: "customers", id }) as const);

  it("is waited for: reads and commits go on when it is back", async () => {
    const redis = await open(server.url, 10_000);
    await redis.store.commit(INGEST, aCommit({ puts: [aCustomer("a", "1")] }));
    await server.kill();
    const looking = redis.store.read(INGEST, customers(["a"]));
    const committing = redis.store.commit(INGEST, aCommit({ expected: "1", next: "2" }));
    await delay(300);
    await server.restart();
    expect((await looking).values[0]).toBeDefined();
    expect(await committing).toBe(true);
    await redis.close();
  });

  it("is given up within bounds, with the reason, and is used again once it is back", async () => {
    const redis = await open(server.url, 800);
    await server.kill();
    const started = performance.now();
    const attempts = [
      redis.store.read(INGEST, []),
      redis.store.commit(INGEST, aCommit({})),
      redis.store.get("customers", ["a"]),
      redis.store.scan("customers", { cursor: null, limit: 1 }),
    ];
    for (const attempt of await Promise.allSettled(attempts)) {
      expect(attempt).toMatchObject({ status: "rejected", reason: { code: "store_unavailable", status: 503 } });
      expect(String((attempt as PromiseRejectedResult).reason)).toMatch(/out of reach for [\d.]+ s \(connect ECONNREFUSED/);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
    await server.restart();
    expect(await redis.store.commit(INGEST, aCommit({}))).toBe(true);
    await redis.close();
  });

  it("is waited for by the stream side whatever it reads, and not for long by routes", async () => {
    const redis = await open(server.url, 20_000);
    await redis.store.commit(INGEST, aCommit({ puts: [aCustomer("a", "1")] }));
    await server.kill();
    const looking = Promise.all([redis.store.get("customers", ["a"]), redis.store.scan("customers", { cursor: null, limit: 1 })]);
    await expect(redis.serving.get("customers", ["a"])).rejects.toMatchObject({ code: "store_unavailable" });
    await server.restart();
    const [[value], { entries }] = await looking;
    expect([value, entries[0]?.value].map((bytes) => Buffer.from(bytes ?? []).toString())).toEqual(["1", "1"]);
    await redis.close();
  });

  it("is given up as well when it keeps the connection and says nothing", async () => {
    const redis = await open(server.url, 500);
    process.kill(server.pid, "SIGSTOP");
    await expect(redis.store.read(INGEST, [])).rejects.toMatchObject({ code: "store_unavailable" });
    process.kill(server.pid, "SIGCONT");
    expect((await redis.store.read(INGEST, [])).checkpoint).toBe(null);
    await redis.close();
  });

  it("that is full refuses a commit as a whole, and takes it when there is room again", async () => {
    const redis = await open(server.url, 5_000);
    const raw = new Redis(server.url);
    await redis.store.commit(INGEST, aCommit({ puts: [aCustomer("a", "1")] }));
    await raw.config("SET", "maxmemory", "1mb");
    const change = aCommit({ expected: "1", next: "2", puts: [aCustomer("b", "2")], deletes: customers(["a"]) });
    await expect(redis.store.commit(INGEST, change)).rejects.toMatchObject({ code: "store_full", message: expect.stringContaining("raise maxmemory") });
    const { checkpoint, values } = await redis.store.read(INGEST, customers(["a", "b"]));
    expect([checkpoint, ...values.map((value) => value && Buffer.from(value).toString())]).toEqual(["1", "1", undefined]);
    await raw.config("SET", "maxmemory", "0");
    expect(await redis.store.commit(INGEST, change)).toBe(true);
    raw.disconnect();
    await redis.close();
  });

  it("leaves no doubt about a commit whose answer was lost", async () => {
    const proxy = await startProxy(server.port);
    const redis = await open(proxy.url, 10_000);
    await redis.store.commit(INGEST, aCommit({ next: "0", puts: [aCustomer("a", "0")] }));
    for (const i of numbers(4)) {
      proxy.cutNextAnswer();
      expect(await redis.store.commit(INGEST, aCommit({ expected: String(i), next: String(i + 1), puts: [aCustomer("a", String(i + 1))] }))).toBe(true);
    }
    expect((await redis.store.read(INGEST, [])).checkpoint).toBe("4");
    await redis.close();
    await proxy.close();
  });

  it("finishes a large commit that its writer did not live to finish", async () => {
    const ids = numbers(30_000).map((i) => `customer ${i}`);
    const proxy = await startProxy(server.port);
    const writer = await open(proxy.url, 300);
    const puts = ids.map((id) => aCustomer(id, `value of ${id}`));
    const publish = [textRecord("customer-updates", "a", "large")];
    const writing = writer.store.commit(INGEST, aCommit({ puts, deletes: [], publish })).catch((error: unknown) => error);
    const raw = new Redis(server.url);
    while ((await raw.hget(`${prefix}:{p0}:checkpoint:ingest:0`, "staged")) === null) await delay(1);
    await proxy.close();
    expect(await writing).toMatchObject({ code: "store_unavailable" });
    const settled = Number(await raw.hget(`${prefix}:{p0}:checkpoint:ingest:0`, "settled"));
    expect(settled).toBeLessThan(30);

    const reader = await open(server.url, 5_000);
    const { checkpoint, values } = await reader.store.read(INGEST, customers(ids));
    expect(checkpoint).toBe("1");
    expect(values.map((value) => value && Buffer.from(value).toString())).toEqual(ids.map((id) => `value of ${id}`));
    expect(await raw.keys(`${prefix}:*checkpoint*`)).toEqual([`${prefix}:{p0}:checkpoint:ingest:0`]);
    expect(await reader.store.commit(INGEST, aCommit({ expected: "1", next: "2", deletes: customers(ids) }))).toBe(true);
    expect(await reader.store.scan("customers", { cursor: null, limit: 10 })).toEqual({ entries: [], cursor: null });
    expect(await reader.store.commit(INGEST, aCommit({ expected: "1", puts }))).toBe(false);
    expect(await raw.keys(`${prefix}:{p0}:*`)).toEqual([`${prefix}:{p0}:checkpoint:ingest:0`]);
    raw.disconnect();
    await reader.close();
    await writer.close();
  });
});
