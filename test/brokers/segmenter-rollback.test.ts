import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { judgeCustomers } from "@segue/cli/chaos/oracle/customers";
import { judgeSegments } from "@segue/cli/chaos/oracle/segments";
import { startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { fromJson } from "@segue/platform/json-bytes";
import { readWhole } from "@segue/platform/read-whole";
import { segmenterProgress } from "@segue/segmenter/progress";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { segmentsSchema } from "@segue/shared/api/segments";
import type { ShopEvent } from "@segue/shared/events/index";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { partitionOf } from "@segue/shared/math/murmur2";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterAll, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { aPurchase } from "../builders.ts";
import { numbers } from "../contracts/support/reader.ts";
import { getJson, sendJson } from "../support/client.ts";
import { eventually } from "../support/product.ts";
import { shopDay } from "../support/shop-day.ts";
import { createCluster } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { brokersOf, openLog, requireKafka } from "./support/kafka-log.ts";
import { connectTo } from "./support/redis-store.ts";
import type { ServiceProcess } from "./support/service-process.ts";
import { describeWithServer } from "./support/with-server.ts";

const PARTITIONS = 4;
const kafka = inject("kafkaBrokers");
const brokers = brokersOf(kafka);
const events = shopDay({ seed: 23, events: 1_200, customers: 120 });
const CLOSING = "2024-03-01T12:00:00Z";
/** One customer in each partition. */
const closing = numbers(PARTITIONS).map((partition): ShopEvent => {
  let n = 0;
  while (partitionOf(`closing-${n}`, PARTITIONS) !== partition) n++;
  return aPurchase({ id: `closing-${partition}`, customerId: `closing-${n}`, orderId: `closing-${partition}`, time: CLOSING });
});

describeWithServer("a segmenter as a process, on a Redis that loses its last commits", () => {
  let server: NativeRedis;
  let cluster: Cluster;
  let ingest: ServiceProcess;
  let segmenter: ServiceProcess;
  let log: EventLog;
  beforeEach(({ skip }) => requireKafka(kafka, skip));
  beforeAll(async () => {
    if (brokers.length === 0) return;
    server = await startNativeRedis();
    cluster = createCluster({ brokers, redisUrl: server.url, partitions: PARTITIONS, env: { SEGUE_CLOCK: "event" } });
    [ingest, segmenter] = await Promise.all([cluster.start("ingest"), cluster.start("segmenter")]);
    await Promise.all([ingest.ready(), segmenter.ready()]);
    log = await openLog(brokers, { topicPrefix: cluster.topicPrefix, partitions: PARTITIONS });
  });
  afterAll(async () => {
    if (brokers.length === 0) return;
    await log.close();
    await cluster.close();
    await server.stop();
  });

  const send = async (list: readonly ShopEvent[]): Promise<void> => {
    for (let at = 0; at < list.length; at += 50) await sendJson(`${ingest.url}/v1/events`, acceptedSchema, { body: list.slice(at, at + 50) });
  };
  const withStore = async <T>(work: (store: Awaited<ReturnType<typeof connectTo>>["store"]) => Promise<T>): Promise<T> => {
    const redis = await connectTo(server.url, { prefix: cluster.keyPrefix, log });
    return work(redis.store).finally(() => redis.close());
  };
  /** Everything that was sent is taken in, and what the segmenter tells itself as well. */
  const settled = (sent: number): Promise<true> =>
    eventually(
      () =>
        withStore(async (store) => {
          const taken = await Promise.all(numbers(PARTITIONS).map(async (partition) => Number((await store.read({ owner: "ingest", partition }, [])).checkpoint ?? 0)));
          const behind = await Promise.all((await segmenterProgress(store)).map(async ({ topic, applied }) => (await log.end(topic)).some((end, partition) => end > (applied[partition] ?? 0))));
          return taken.reduce((sum, offset) => sum + offset, 0) >= sent && !behind.includes(true) ? true : undefined;
        }),
      { within: 60_000 },
    );
  /** Segments are served: until then a sweep is of nobody. */
  const modelServes = (): Promise<string> => eventually(async () => (await getJson(`${segmenter.url}/v1/segments`, segmentsSchema)).modelVersion ?? undefined, { within: 60_000 });
  /** The segmenter has told itself to look at everybody as of a time, in milliseconds. */
  const toldToSweep = (time: number): Promise<true> =>
    eventually(
      async () => {
        let told = false;
        await readWhole({ log, topics: ["segment-models"], group: "watch" }, ({ records }) => {
          told ||= records.some(({ value }) => {
            const record = value === null ? null : (fromJson(value) as SegmentModelsRecord);
            return record?.type === "sweep" && record.time === time;
          });
        });
        return told ? true : undefined;
      },
      { within: 60_000 },
    );
  const loseTail = async (): Promise<void> => {
    await server.kill();
    const folder = join(server.folder, "appendonlydir");
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".incr.aof"))) truncateSync(join(folder, name), Math.floor(0.6 * statSync(join(folder, name)).size));
    await server.restart();
  };

  it("ends instead of writing over it, and comes to right assignments when it is started again", async () => {
    await send(events);
    await settled(events.length);
    await loseTail();
    await send([aPurchase({ id: "after", customerId: "customer-0050", orderId: "after", time: "2024-01-20T10:00:00Z" })]);
    expect(await segmenter.ended()).toBe(1);
    expect(segmenter.output()).toMatch(/moved the checkpoint, or the store has gone back/);
    segmenter = await cluster.start("segmenter");
    await segmenter.ready();
    await settled(events.length + 1);
    await modelServes();
    await send(closing);
    const sweptAt = Date.parse(CLOSING);
    await toldToSweep(sweptAt);
    await settled(events.length + 1 + closing.length);
    const verdict = () =>
      withStore(async (store) => {
        const { expected, ...customers } = await judgeCustomers({ log, store, acknowledged: new Set() });
        return { ...customers, wrongSegments: await judgeSegments({ log, store, customers: expected, sweptAt }) };
      });
    // Models are read from the log before the assignments: a refit that was at work meanwhile may come in between.
    await expect.poll(verdict, { timeout: 40_000, interval: 500 }).toMatchObject({ lost: 0, double: 0, conflicting: 0, wrongSegments: 0 });
  });
});
