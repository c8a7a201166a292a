import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startIngest } from "@segue/ingest/start";
import type { IngestDeps } from "@segue/ingest/start";
import { createEventValidator } from "@segue/platform/event-validator";
import type { Closeable } from "@segue/platform/lifecycle";
import { createLogger } from "@segue/platform/logger";
import { readNamingFile } from "@segue/platform/naming-file";
import { createMetrics } from "@segue/platform/metrics";
import { eventClock } from "@segue/platform/clock";
import type { OpenRedis } from "@segue/platform/redis/open-redis";
import { startRecommender } from "@segue/recommender/start";
import type { Recommender, RecommenderDeps } from "@segue/recommender/start";
import { restoreSegmenter } from "@segue/segmenter/snapshots";
import { noOffsets } from "@segue/segmenter/checkpoint";
import { encodeSnapshot } from "@segue/shared/recommendation/snapshot";
import type { EventLog, Topic } from "@segue/shared/ports/event-log";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/product.ts";
import { useBothBrokers } from "./support/both-brokers.ts";
import { openLog, uniquePrefix } from "./support/kafka-log.ts";
import { asAdministrator } from "./support/kafka-tools.ts";
import { connectTo, uniquePrefix as uniqueKeys } from "./support/redis-store.ts";
import { removeKeys } from "./support/remove-keys.ts";
import { createTraffic } from "./support/shop-traffic.ts";

const PARTITIONS = 3;
const EVENTS = 300;
const { brokers, redisUrl, isMissing } = useBothBrokers();
const logger = createLogger("test", "silent");
const sum = (offsets: readonly number[]): number => offsets.reduce((total, offset) => total + offset, 0);

describe("a log that no longer begins at its beginning", () => {
  const topicPrefix = uniquePrefix();
  const keys = [uniqueKeys(), uniqueKeys()];
  const folders: string[] = [];
  const opened: Closeable[] = [];
  let log: EventLog;
  let redis: OpenRedis;

  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "segue-trimmed-"));
    folders.push(folder);
    return folder;
  };
  const ingestInto = async (store: IngestDeps["store"], options: Partial<IngestDeps> = {}): Promise<Closeable> =>
    startIngest({ log, store, validate: createEventValidator(), clock: "event", defaultCurrency: "GBP", metrics: createMetrics(), logger, onFailure: (error) => expect.fail(String(error)), ...options });
  const recommenderIn = (folder: string, name: string, options: Partial<RecommenderDeps> = {}): Promise<Recommender> =>
    startRecommender({ log, store: redis.store, metrics: createMetrics(), logger, clock: eventClock(0), snapshot: { path: join(folder, `recommender-${name}.snapshot`), everySeconds: 600 }, onFailure: (error) => expect.fail(String(error)), ...options });
  const hasRead = async ({ state }: Recommender): Promise<void> => {
    const end = sum(await log.end("customer-updates"));
    await eventually(async () => (sum(state.offsets["customer-updates"]) >= end ? true : undefined));
  };
  /** As retention does. */
  const trim = async (topic: Topic): Promise<void> => {
    const partitions = (await log.end(topic)).map((end, partition) => ({ partition, offset: String(Math.floor(end / 2)) }));
    await asAdministrator(brokers, async (admin) => {
      // kafkajs finds the topic's leaders only if it has looked at the topic before.
      await admin.fetchTopicOffsets(`${topicPrefix}${topic}`);
      await admin.deleteTopicRecords({ topic: `${topicPrefix}${topic}`, partitions });
    });
  };
  const applied = async (store: IngestDeps["store"]): Promise<number> =>
    sum(await Promise.all(Array.from({ length: PARTITIONS }, async (_, partition) => Number((await store.read({ owner: "ingest", partition }, [])).checkpoint ?? 0))));

  beforeAll(async () => {
    if (isMissing) return;
    log = await openLog(brokers, { topicPrefix, partitions: PARTITIONS });
    redis = await connectTo(redisUrl, { prefix: keys[0] ?? "", log });
    opened.push(log, redis);
    const ingest = await ingestInto(redis.store);
    const traffic = createTraffic(log, 5);
    // Several chunks per partition, and so several updates.
    while (traffic.sent < EVENTS) {
      await traffic.send(EVENTS / 5);
      await eventually(async () => ((await applied(redis.store)) === traffic.sent ? true : undefined));
    }
    await ingest.close();
  });
  afterAll(async () => {
    for (const one of opened.reverse()) await one.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
    if (!isMissing) for (const prefix of keys) await removeKeys(redisUrl, prefix);
  });

  it("lets a new recommender begin with a peer's snapshot, and not without one", async () => {
    const [shared, alone] = [newFolder(), newFolder()];
    const peer = await recommenderIn(shared, "peer");
    await hasRead(peer);
    await peer.close();
    await trim("customer-updates");
    await expect(recommenderIn(alone, "first")).rejects.toMatchObject({ code: "updates_gone", message: expect.stringContaining("SEGUE_UPDATES_GAP") });
    const second = await recommenderIn(shared, "second");
    opened.push(second);
    const bytesOf = ({ state }: Recommender): Buffer => Buffer.concat([...encodeSnapshot(state.model, null)]);
    expect(Buffer.compare(bytesOf(second), bytesOf(peer))).toBe(0);
    const withGap = await recommenderIn(alone, "first", { skipGap: true });
    opened.push(withGap);
    await hasRead(withGap);
  });

  it("lets a segmenter without a snapshot begin with the stored customers", async () => {
    const config = { ...SEGMENTER_DEFAULTS, segmentation: "behaviour" as const, features: [], naming: readNamingFile() };
    const { segmenter, offsets } = await restoreSegmenter(join(newFolder(), "segmenter.snapshot"), { config, log, store: redis.store, committed: noOffsets(), logger });
    const { entries } = await redis.store.scan("customers", { cursor: null, limit: 1_000 });
    expect([...segmenter.table.rows.keys()].sort()).toEqual(entries.map(({ id }) => id).sort());
    expect(offsets["customer-updates"]).toEqual(await log.start("customer-updates"));
    expect(sum(offsets["customer-updates"])).toBeGreaterThan(0);
  });

  it("is not taken for all there was by an ingest whose store is empty, unless a setting says so", async () => {
    await trim("events");
    const empty = await connectTo(redisUrl, { prefix: keys[1] ?? "", log });
    opened.push(empty);
    const failures: unknown[] = [];
    const refused = await ingestInto(empty.store, { onFailure: (error) => void failures.push(error) });
    await eventually(async () => (failures.length > 0 ? true : undefined));
    await refused.close();
    expect(failures[0]).toMatchObject({ code: "state_behind_log", message: expect.stringMatching(/cannot be rebuilt.*SEGUE_EVENTS_GAP=continue/) });
    expect(await applied(empty.store)).toBe(0);
    const going = await ingestInto(empty.store, { skipGap: true });
    opened.push(going);
    await eventually(async () => ((await applied(empty.store)) === EVENTS ? true : undefined));
  });
});
