import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startIngest } from "@segue/ingest/start";
import { createEventValidator } from "@segue/platform/event-validator";
import type { Closeable } from "@segue/platform/lifecycle";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import type { OpenRedis } from "@segue/platform/redis/open-redis";
import { decodeCustomerUpdates } from "@segue/shared/customers/update-codec";
import type { EventLog, LogRecord } from "@segue/shared/ports/event-log";
import type { StateStore } from "@segue/shared/ports/state-store";
import { encodeSnapshot } from "@segue/shared/recommendation/model/snapshot";
import { seededRandom } from "@segue/shared/math/random";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aPurchase } from "../builders.ts";
import { openTemporaryStore } from "../contracts/support/lmdb-folder.ts";
import { INGEST } from "../contracts/support/opened-store.ts";
import { foldBatch } from "../../services/recommender/src/fold.ts";
import { createServingState } from "../../services/recommender/src/serving-state.ts";
import { readCollection } from "@segue/cli/chaos/oracle/read-collection";
import { foldEvents, readTopics, recordsOf } from "../support/recorded-log.ts";
import { startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { connectTo, temporaryLog, uniquePrefix } from "./support/redis-store.ts";
import type { TemporaryLog } from "./support/redis-store.ts";
import { createTraffic } from "./support/shop-traffic.ts";
import { describeWithServer } from "./support/with-server.ts";

const SEED = Date.now() % 1_000_000;

describeWithServer(`ingest on a Redis that loses what it had (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  let temporary: TemporaryLog;
  let server: NativeRedis;
  let prefix: string;
  let opened: Closeable[];
  let failures: unknown[];
  beforeEach(async () => {
    temporary = temporaryLog(1);
    server = await startNativeRedis();
    prefix = uniquePrefix();
    opened = [];
    failures = [];
  });
  afterEach(async () => {
    for (const one of opened.reverse()) await one.close();
    await server.stop();
    await temporary.close();
  });

  const ingestFrom = (log: EventLog, store: StateStore): Promise<Closeable> =>
    startIngest({
      log,
      store,
      validate: createEventValidator(),
      clock: "event",
      defaultCurrency: "GBP",
      metrics: createMetrics(),
      logger: createLogger("test", "silent"),
      onFailure: (error) => void failures.push(error),
    });
  const startIngester = async (): Promise<OpenRedis> => {
    const redis = await connectTo(server.url, { prefix, log: temporary.log, patience: 20_000 });
    opened.push(redis, await ingestFrom(temporary.log, redis.store));
    return redis;
  };
  const checkpointIn = async ({ store }: { readonly store: StateStore }) => Number((await store.read(INGEST, [])).checkpoint ?? 0);
  /** By a connection of its own: those of the ingesters wait before they try again, and by then all may be made good. */
  const checkpointNow = async (): Promise<number> => {
    const visitor = await connectTo(server.url, { prefix, log: temporary.log, patience: 20_000 });
    return checkpointIn(visitor).finally(() => visitor.close());
  };
  const reached = async (redis: { readonly store: StateStore }, offset: number) => {
    for (const started = performance.now(); (await checkpointIn(redis)) < offset; await delay(10)) {
      if (performance.now() - started > 30_000) throw new Error(`only ${await checkpointIn(redis)} of ${offset} applied`);
    }
  };
  /** Cuts the append-only file at any byte: the state of some moment before, or the middle of a write. */
  const loseTail = () => {
    const folder = join(server.folder, "appendonlydir");
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".incr.aof"))) {
      const path = join(folder, name);
      truncateSync(path, Math.floor(statSync(path).size * (0.3 + 0.7 * random())));
    }
  };
  const checkAll = async (redis: OpenRedis) => {
    const events = recordsOf(await readTopics(temporary.log, ["events"]));
    const expected = foldEvents(events);
    const kept = await readCollection(redis.store, "customers");
    expect(hexOf(kept)).toEqual(hexOf(expected));
    const published = recordsOf(await readTopics(temporary.log, ["customer-updates"])).map(({ value }) => decodeCustomerUpdates(value ?? new Uint8Array()));
    const values = new Map<string, string>();
    const last = new Map<string, { readonly version: number; readonly state: string }>();
    for (const { customerId, version, state } of published.flatMap(({ customers }) => customers)) {
      const text = Buffer.from(state ?? []).toString("hex");
      const name = `${customerId} ${version}`;
      // One value to each version, whoever published it and however often.
      expect(values.get(name) ?? text).toBe(text);
      values.set(name, text);
      if (version >= (last.get(customerId)?.version ?? -1)) last.set(customerId, { version, state: text });
    }
    expect(new Map([...last].filter(([, { state }]) => state !== "").map(([id, { state }]) => [id, state]))).toEqual(hexOf(expected));
    expect(Buffer.compare(await learntFrom(temporary.log), await learntUndisturbed(events))).toBe(0);
    expect(failures).toEqual([]);
  };
  /** What a recommender learns from the updates, whole or in pieces, once or again. */
  const learntFrom = async (log: EventLog): Promise<Buffer> => {
    const state = createServingState();
    for (const batch of await readTopics(log, ["customer-updates"])) await foldBatch(state, batch);
    return Buffer.concat([...encodeSnapshot(state.model)]);
  };
  /** What it learns from the updates of an ingester that nothing happens to. */
  const learntUndisturbed = async (events: readonly LogRecord[]): Promise<Buffer> => {
    const calm = await openTemporaryStore();
    const { log, store } = calm;
    await log.append(events.map(({ key, value }) => ({ topic: "events", key, value })));
    const ingest = await ingestFrom(log, store);
    await reached({ store }, events.length);
    await ingest.close();
    return learntFrom(log).finally(() => calm.close());
  };

  it("comes to the same customers, and publishes nothing else, with two ingesters fighting while tails are cut off", async () => {
    const redis = await startIngester();
    await startIngester();
    const traffic = createTraffic(temporary.log, SEED);
    let rollbacks = 0;
    for (let loss = 0; loss < 6; loss++) {
      for (let part = 0; part < 12; part++) {
        await traffic.send(1 + Math.floor(20 * random()));
        await delay(5 * random());
      }
      const before = await checkpointIn(redis);
      await server.kill();
      loseTail();
      await server.restart();
      if ((await checkpointNow()) < before) rollbacks++;
    }
    await traffic.send(10);
    await reached(redis, traffic.sent);
    await checkAll(redis);
    expect(rollbacks).toBeGreaterThan(0);
  });

  it("builds everything again from the log when nothing is left, without an event coming", async () => {
    const redis = await startIngester();
    await createTraffic(temporary.log, SEED).send(800);
    const erasure = { type: "erase", id: "last", customerId: "customer 1", time: "2026-06-01T00:00:00Z" };
    await temporary.log.append([{ topic: "events", key: "customer 1", value: Buffer.from(JSON.stringify(erasure)) }]);
    await reached(redis, 801);
    await server.restart({ wipe: true });
    await reached(redis, 801);
    for (const one of opened.splice(0).reverse()) await one.close();
    const again = await startIngester();
    // A late repeat does not bring back who was erased: the tombstones are there again, under the new key.
    const late = aPurchase({ id: "late", customerId: "customer 1" });
    await temporary.log.append([{ topic: "events", key: "customer 1", value: Buffer.from(JSON.stringify(late)) }]);
    await reached(again, 802);
    expect(await again.store.get("customers", ["customer 1"])).toEqual([undefined]);
    await checkAll(again);
  });
});

function hexOf(values: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> {
  return new Map([...values].map(([id, value]) => [id, Buffer.from(value).toString("hex")]));
}
