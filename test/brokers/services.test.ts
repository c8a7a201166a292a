import { Kafka, logLevel, Partitioners } from "kafkajs";
import type { Message, Producer } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { acceptedSchema, deadLettersSchema } from "@segue/shared/api/ingest";
import { recommendationsSchema } from "@segue/shared/api/recommendations";
import type { RecommendationsReply } from "@segue/shared/api/recommendations";
import { segmentsSchema } from "@segue/shared/api/segments";
import { servedListSchema } from "@segue/shared/events/served-list";
import type { LogRecord } from "@segue/shared/ports/event-log";
import { partitionOf } from "@segue/shared/math/murmur2";
import { aPurchase } from "../builders.ts";
import { getJson, sendJson, statusOf } from "../support/client.ts";
import { eventually } from "../support/product.ts";
import { judgeLists } from "@segue/cli/chaos/oracle/lists";
import { readCollection } from "@segue/cli/chaos/oracle/read-collection";
import { foldEvents, readTopics } from "../support/recorded-log.ts";
import { shopDay } from "../support/shop-day.ts";
import { useBothBrokers } from "./support/both-brokers.ts";
import { createCluster } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { openLog } from "./support/kafka-log.ts";
import { connectTo } from "./support/redis-store.ts";
import type { ServiceProcess } from "./support/service-process.ts";

const PARTITIONS = 4;
const { brokers, redisUrl, isMissing } = useBothBrokers();

const events = shopDay({ seed: 7, events: 2_400, customers: 120 });
/** When all events are in, the segmenter may still move customers, which each recommender learns a moment later. */
const SETTLING = { timeout: 40_000, interval: 500 };
const POISON = "poison-customer";

describe("the services as processes of their own, on Kafka and Redis", () => {
  let cluster: Cluster;
  let producer: Producer;
  let ingest: ServiceProcess;
  let segmenter: ServiceProcess;
  let recommender: ServiceProcess;
  let second: { readonly ingest: ServiceProcess; readonly recommender: ServiceProcess };
  const all = (): readonly ServiceProcess[] => [ingest, segmenter, recommender, second.ingest, second.recommender];

  beforeAll(async () => {
    if (isMissing) return;
    cluster = createCluster({ brokers, redisUrl, partitions: PARTITIONS, env: { SEGUE_CLOCK: "event", SEGUE_SERVED_SAMPLING: "1" } });
    [ingest, segmenter, recommender] = await Promise.all([cluster.start("ingest"), cluster.start("segmenter"), cluster.start("recommender")]);
    await Promise.all([ingest.ready(), segmenter.ready(), recommender.ready()]);
    producer = new Kafka({ brokers: [...brokers], clientId: "shop", logLevel: logLevel.NOTHING }).producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
  });
  afterAll(async () => {
    if (isMissing) return;
    await producer.disconnect();
    await cluster.close();
  });

  const produce = (messages: Message[]) => producer.send({ topic: `${cluster.topicPrefix}events`, messages });
  const post = (to: ServiceProcess, body: unknown) => sendJson(`${to.url}/v1/events`, acceptedSchema, { body });
  const listOf = (from: ServiceProcess, query: string): Promise<RecommendationsReply> => getJson(`${from.url}/v1/recommendations?${query}`, recommendationsSchema);
  /** Waits for every event of the log at one of the recommenders. */
  const caughtUp = async (at: ServiceProcess): Promise<void> => {
    await eventually(async () => ((await metric(at, /^segue_lag_records\{.*\} (\d+)$/gm)) === 0 ? true : undefined), { within: 30_000 });
  };

  it("each answer for themselves: alive, ready, measured and described", async () => {
    for (const service of [ingest, segmenter, recommender]) {
      for (const path of ["/healthz", "/readyz", "/metrics", "/openapi.json"]) expect(await statusOf(`${service.url}${path}`), path).toBe(200);
    }
    expect(await statusOf(`${ingest.url}/v1/segments`)).toBe(404);
  });

  it("make named segments of purchases that come by HTTP and through Kafka", async () => {
    for (let at = 0; at < 800; at += 100) expect((await post(ingest, events.slice(at, at + 100))).accepted).toBe(100);
    await produce(events.slice(800, 1_600).map((event) => ({ key: event.customerId, value: JSON.stringify(event) })));
    await caughtUp(ingest);
    const { segments, totals } = await eventually(
      async () => {
        const reply = await getJson(`${segmenter.url}/v1/segments`, segmentsSchema);
        return reply.segments.length > 0 && reply.totals.customers > 100 ? reply : undefined;
      },
      { within: 30_000 },
    );
    expect(totals.orders).toBeGreaterThan(1_000);
    for (const { name, strategy } of segments) expect([name.length, strategy.length].every((length) => length > 2)).toBe(true);
  });

  it("show a purchase in the very next list that asks for it", async () => {
    const before = await listOf(recommender, "customerId=reader&limit=5");
    for (let round = 0; round < 5; round++) {
      const purchase = aPurchase({ id: `own-${round}`, customerId: "reader", orderId: `own-${round}`, time: "2024-01-20T10:00:00Z", items: [{ productId: `product-${round}`, quantity: 1, unitPrice: 2 }] });
      const { position } = await post(ingest, purchase);
      const after = await listOf(recommender, `customerId=reader&limit=5&strategy=rebuy&after=${position}`);
      expect(after.items.map(({ productId }) => productId)).toContain(`product-${round}`);
    }
    expect((await listOf(recommender, "customerId=reader&limit=5")).items).not.toEqual(before.items);
  });

  it("record what they serve, keyed as the customer's events are", async () => {
    const { recommendationId, items } = await listOf(recommender, "customerId=reader&limit=7");
    const found = await eventually(async () => {
      const lines = (await (await fetch(`${recommender.url}/v1/recommendations/served?since=2024-01-01T00:00:00Z`)).text()).trim().split("\n");
      return lines.map((line) => servedListSchema.parse(JSON.parse(line))).find((list) => list.recommendationId === recommendationId);
    });
    expect([found.customerId, found.items.map(({ productId }) => productId)]).toEqual(["reader", items.map(({ productId }) => productId)]);
    const log = await openLog(brokers, { topicPrefix: cluster.topicPrefix, partitions: PARTITIONS });
    const ends = await log.end("recommendations-served").finally(() => log.close());
    expect(ends[partitionOf("reader", PARTITIONS)]).toBeGreaterThan(0);
  });

  it("turn what nobody can read into dead letters, and go on", async () => {
    const good = JSON.stringify(aPurchase({ id: "poison", customerId: POISON, time: "2024-01-20T10:00:00Z" }));
    const right = partitionOf(POISON, PARTITIONS);
    await produce([
      { key: POISON, value: "not JSON" },
      { key: POISON, value: null },
      { key: "somebody-else", value: good },
      { key: POISON, value: good, partition: (right + 1) % PARTITIONS },
    ]);
    const letters = await eventually(async () => {
      const { items } = await getJson(`${ingest.url}/v1/dead-letters`, deadLettersSchema);
      return items.length === 4 ? items : undefined;
    });
    expect(letters.map(({ code }) => code).sort()).toEqual(["invalid_id", "malformed_json", "malformed_json", "wrong_partition"]);
    expect((await post(ingest, aPurchase({ id: "after-poison", customerId: "after-poison", time: "2024-01-20T10:00:00Z" }))).accepted).toBe(1);
  });

  it("give the same lists from every recommender, whichever ingester took the purchases", async () => {
    const [ingest2, recommender2] = await Promise.all([cluster.start("ingest", { folder: "ingest-2" }), cluster.start("recommender", { folder: "recommender-2" })]);
    await Promise.all([ingest2.ready(), recommender2.ready()]);
    second = { ingest: ingest2, recommender: recommender2 };
    for (let at = 1_600; at < 2_000; at += 20) await post(at % 40 === 0 ? ingest : ingest2, events.slice(at, at + 20));
    await caughtUp(recommender);
    await caughtUp(recommender2);
    await vi.waitFor(expectSameLists, SETTLING);
  });

  it("end up where a fold of the log does after kill -9 of ingest and recommender", async () => {
    for (let at = 2_000; at < events.length; at += 20) {
      if (at === 2_100) await Promise.all([ingest.kill(), recommender.kill()]);
      if (at === 2_200) [ingest, recommender] = await Promise.all([cluster.start("ingest"), cluster.start("recommender")]);
      await post(second.ingest, events.slice(at, at + 20));
    }
    await Promise.all([ingest.ready(), recommender.ready()]);
    for (const service of all()) await caughtUp(service);
    await vi.waitFor(expectSameLists, SETTLING);
    await expectFolds();
  });

  it("stop in order when they are told to", async () => {
    expect(await Promise.all(all().map((service) => service.stop()))).toEqual([0, 0, 0, 0, 0]);
  });

  async function expectSameLists(): Promise<void> {
    const customers = ["customer-0007", "customer-0042", "customer-0101"].flatMap((id) => ["for-you", "discover", "rebuy"].map((strategy) => `customerId=${id}&limit=20&strategy=${strategy}`));
    for (const query of ["limit=20", "limit=20&strategy=trending", "customerId=nobody&limit=20", ...customers]) {
      const [one, other] = await bothLists(query);
      expect(one.segment).toEqual(other.segment);
      expect(one.items.map(({ productId }) => productId)).toEqual(other.items.map(({ productId }) => productId));
      for (const [rank, { score }] of one.items.entries()) expect(Math.abs(score - (other.items[rank]?.score ?? 0))).toBeLessThan(1e-9);
    }
  }

  const bothLists = (query: string) => Promise.all([listOf(recommender, query), listOf(second.recommender, query)]);

  /** Customers byte by byte, and the lists of each recommender. */
  async function expectFolds(): Promise<void> {
    const log = await openLog(brokers, { topicPrefix: cluster.topicPrefix, partitions: PARTITIONS });
    const redis = await connectTo(redisUrl, { prefix: cluster.keyPrefix, log });
    try {
      const batches = await readTopics(log, ["events"]);
      const expected = new Map(
        Array.from({ length: PARTITIONS }, (_, partition) => batches.filter((batch) => batch.partition === partition).flatMap(({ records }) => records))
          .map((records) => records.filter((record) => isGood(record)))
          .flatMap((records) => [...foldEvents(records)]),
      );
      const stored = await readCollection(redis.store, "customers");
      expect([...stored.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [id, bytes] of expected) expect(Buffer.compare(stored.get(id) ?? Buffer.alloc(0), bytes), id).toBe(0);
      const wrong = () => judgeLists({ log, store: redis.store, urls: [recommender.url, second.recommender.url], customerIds: [...expected.keys()] });
      await expect.poll(wrong, SETTLING).toBe(0);
    } finally {
      await redis.close();
      await log.close();
    }
  }
});

function isGood(record: LogRecord): boolean {
  return record.value !== null && record.key !== POISON && record.key !== "somebody-else" && Buffer.from(record.value).toString() !== "not JSON";
}

async function metric(from: ServiceProcess, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${from.url}/metrics`)).text();
  return [...text.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}
