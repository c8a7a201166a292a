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
import { noOffsets, scopeOf, toCheckpoint } from "@segue/segmenter/checkpoint";
import { createOutputs } from "@segue/segmenter/outputs";
import { segmentOf, tasteOf } from "@segue/shared/recommendation/model/memberships";
import { encodeSnapshot } from "@segue/shared/recommendation/model/snapshot";
import type { EventLog, Topic } from "@segue/shared/ports/event-log";
import type { Segmentation } from "@segue/shared/segmentation/model";
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
const customers = Array.from({ length: 40 }, (_, n) => `customer ${n}`);
interface Move {
  readonly customerId: string;
  /** Of a segment; `null` to be in none. */
  readonly to: string | null;
}
/** Everybody is put somewhere, then half of them elsewhere, and some nowhere. */
const MOVES: readonly Move[] = [
  ...customers.map((customerId, n) => ({ customerId, to: `segment ${n % 3}` })),
  ...customers.flatMap((customerId, n) => (n % 2 === 0 ? [{ customerId, to: `segment ${(n + 1) % 3}` }] : [])),
  ...customers.flatMap((customerId, n) => (n % 10 === 0 ? [{ customerId, to: null }] : [])),
];
const TASTES: readonly Move[] = customers.map((customerId, n) => ({ customerId, to: `taste ${n % 2}` }));
const segmentAfter = (n: number): string | null => (n % 10 === 0 ? null : `segment ${(n % 2 === 0 ? n + 1 : n) % 3}`);
/** Who is in which segment, and what that makes of the segments. */
const membershipsOf = ({ state: { model } }: Recommender) => ({
  customers: customers.map((id) => model.popularity.segments[segmentOf(model, id)]?.id ?? null),
  tastes: customers.map((id) => model.popularity.segments[tasteOf(model, id)]?.id ?? null),
  segments: model.popularity.segments.map(({ id, members, total }) => ({ id, members, total })).sort((a, b) => (a.id < b.id ? -1 : 1)),
});
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
    startRecommender({ log, store: redis.store, serving: redis.serving, metrics: createMetrics(), logger, clock: eventClock(0), snapshot: { path: join(folder, `recommender-${name}.snapshot`), everySeconds: 600 }, onFailure: (error) => expect.fail(String(error)), ...options });
  const hasRead = async ({ state }: Recommender): Promise<void> => {
    for (const topic of ["customer-updates", "segment-changes"] as const) {
      const end = sum(await log.end(topic));
      await eventually(async () => (sum(state.offsets[topic]) >= end ? true : undefined));
    }
  };
  /** As the segmenter does: the changes, in this order, and the assignments that come of them. */
  const assign = async (moves: readonly Move[], segmentation: Segmentation = "behaviour"): Promise<void> => {
    const outputs = createOutputs(segmentation);
    for (const { customerId, to } of moves) {
      const change = { schema: 1, customerId, segmentation, from: null, to, modelVersion: "m1", cause: "refit", time: 0 } as const;
      outputs.take([{ customerId, assignment: to === null ? null : { segmentId: to, modelVersion: "m1" }, change }]);
    }
    const scope = scopeOf(segmentation);
    const { checkpoint } = await redis.store.read(scope, []);
    expect(await redis.store.commit(scope, { expected: checkpoint, next: toCheckpoint(noOffsets()), ...outputs.drain() })).toBe(true);
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

  it("lets a new recommender put customers into their stored segments where older changes are gone", async () => {
    // Tastes first, so that all of their changes are gone later.
    await assign(TASTES, "taste");
    await assign(MOVES);
    const early = await recommenderIn(newFolder(), "early");
    opened.push(early);
    await hasRead(early);
    await trim("segment-changes");
    expect(sum(await log.start("segment-changes"))).toBeGreaterThan(0);
    const late = await recommenderIn(newFolder(), "late");
    opened.push(late);
    await hasRead(late);
    expect(membershipsOf(late)).toEqual(membershipsOf(early));
    expect(membershipsOf(late).tastes).toEqual(TASTES.map(({ to }) => to));
    await assign([{ customerId: "customer 1", to: "another" }]);
    for (const one of [early, late]) {
      await hasRead(one);
      expect(membershipsOf(one).customers).toEqual(customers.map((_, n) => (n === 1 ? "another" : segmentAfter(n))));
    }
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
    const bytesOf = ({ state }: Recommender): Buffer => Buffer.concat([...encodeSnapshot(state.model)]);
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
