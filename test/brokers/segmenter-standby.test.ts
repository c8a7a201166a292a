import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { acceptedSchema } from "@segue/shared/api/ingest";
import { segmentsSchema } from "@segue/shared/api/segments";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { getJson, sendJson } from "../support/client.ts";
import { eventually } from "../support/product.ts";
import { readCollection } from "@segue/cli/chaos/oracle/read-collection";
import { shopDay } from "../support/shop-day.ts";
import { useBothBrokers } from "./support/both-brokers.ts";
import { createCluster } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { openLog } from "./support/kafka-log.ts";
import { connectTo } from "./support/redis-store.ts";
import type { ServiceProcess } from "./support/service-process.ts";

const PARTITIONS = 4;
const { brokers, redisUrl, isMissing } = useBothBrokers();
const AT_WORK = /holding the lease/;

const events = shopDay({ seed: 11, events: 1_600, customers: 150 });

describe("two segmenters", () => {
  let cluster: Cluster;
  let ingest: ServiceProcess;
  let first: ServiceProcess;
  let second: ServiceProcess;

  beforeAll(async () => {
    if (isMissing) return;
    cluster = createCluster({ brokers, redisUrl, partitions: PARTITIONS, env: { SEGUE_CLOCK: "event", SEGUE_LOG_LEVEL: "info" } });
    [ingest, first] = await Promise.all([cluster.start("ingest"), cluster.start("segmenter")]);
    await Promise.all([ingest.ready(), says(first, AT_WORK)]);
    second = await cluster.start("segmenter");
    await Promise.all([second.ready(), says(second, /standing by/)]);
  });
  afterAll(async () => {
    if (!isMissing) await cluster.close();
  });

  const says = (service: ServiceProcess, text: RegExp) => eventually(async () => (text.test(service.output()) ? true : undefined));
  const send = async (from: number, until: number): Promise<void> => {
    for (let at = from; at < until; at += 50) await sendJson(`${ingest.url}/v1/events`, acceptedSchema, { body: events.slice(at, at + 50) });
  };
  const segmentsOf = (service: ServiceProcess): Promise<SegmentsReply> => getJson(`${service.url}/v1/segments`, segmentsSchema);
  const settled = (service: ServiceProcess): Promise<SegmentsReply> =>
    eventually(
      async () => {
        const metrics = await (await fetch(`${service.url}/metrics`)).text();
        const behind = [...metrics.matchAll(/^segue_lag_records\{.*\} (\d+)$/gm)].reduce((sum, [, lag]) => sum + Number(lag), 0);
        const before = await segmentsOf(service);
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        const after = await segmentsOf(service);
        return behind === 0 && after.segments.length > 0 && JSON.stringify({ ...after, asOf: "" }) === JSON.stringify({ ...before, asOf: "" }) ? after : undefined;
      },
      { within: 30_000 },
    );
  const lagOfIngest = async (): Promise<number> => Number(/^segue_lag_records\{.*\} (\d+)$/m.exec(await (await fetch(`${ingest.url}/metrics`)).text())?.[1]);

  it("have one at work; the other answers the same", async () => {
    await send(0, 800);
    const segments = await settled(first);
    expect((await segmentsOf(second)).segments).toEqual(segments.segments);
    expect(second.output()).not.toMatch(AT_WORK);
  });

  it("go on when the one at work is killed: the stand-by takes over, and labels and assignments agree", async () => {
    await Promise.all([send(800, 1_200), first.kill()]);
    await says(second, AT_WORK);
    await send(1_200, events.length);
    await eventually(async () => ((await lagOfIngest()) === 0 ? true : undefined));
    // A refit that was at work while nothing changed may come between the two looks.
    await vi.waitFor(async () => {
      const { segments, totals } = await settled(second);
      const assigned = await assignmentCounts();
      expect(Object.fromEntries(segments.map(({ id, size }) => [id, size]).filter(([, size]) => size !== 0))).toEqual(assigned);
      expect(totals.customers).toBe(Object.values(assigned).reduce((sum, size) => sum + size, 0) + totals.unsegmented);
    }, { timeout: 40_000, interval: 500 });
  });

  it("end with one line and exit code 1 when the lease is lost", async () => {
    const redis = new Redis(redisUrl);
    await redis.set(`${cluster.keyPrefix}:{lease}:segmenter:holder`, "somebody else");
    redis.disconnect();
    expect(await second.ended()).toBe(1);
    expect(second.output()).toMatch(/segue segmenter: the lease segmenter has run out/);
  });

  async function assignmentCounts(): Promise<Readonly<Record<string, number>>> {
    const log = await openLog(brokers, { topicPrefix: cluster.topicPrefix, partitions: PARTITIONS });
    const redis = await connectTo(redisUrl, { prefix: cluster.keyPrefix, log });
    const counts: Record<string, number> = {};
    for (const value of (await readCollection(redis.store, "assignments")).values()) {
      const { segmentId } = JSON.parse(Buffer.from(value).toString("utf8")) as { segmentId: string };
      counts[segmentId] = (counts[segmentId] ?? 0) + 1;
    }
    await redis.close();
    await log.close();
    return counts;
  }
});
