import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@segue/shared/ports/event-log";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "@segue/local-brokers/free-port";
import { guardedGroup } from "../brokers/support/guarded-group.ts";
import { openLog, QUICK, requireKafka, uniquePrefix } from "../brokers/support/kafka-log.ts";
import { missingForNative, newClusterId, startNativeKafka } from "@segue/local-brokers/kafka-native";
import type { NativeKafka } from "@segue/local-brokers/kafka-native";
import { asAdministrator } from "../brokers/support/kafka-tools.ts";
import { eventually, numbers, startReader, textRecord } from "../contracts/support/reader.ts";
import type { Reader } from "../contracts/support/reader.ts";

const TOPIC_CONFIG = 2;
const missing = await missingForNative();

beforeEach(({ skip }) => missing === undefined || requireKafka({ missing: `no cluster can be started: ${missing}` }, skip));

/** A controller that is a broker as well, and brokers beside it. */
async function startCluster(brokers: number): Promise<readonly NativeKafka[]> {
  const [clusterId, controller] = [newClusterId(), await freePort()];
  const shared = { "controller.quorum.voters": `1@127.0.0.1:${controller}`, "offsets.topic.replication.factor": String(brokers), "default.replication.factor": String(brokers) };
  const start = async (id: number) => {
    const port = await freePort();
    const own = id === 1 ? { listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}` } : { listeners: `PLAINTEXT://127.0.0.1:${port}`, "process.roles": "broker" };
    return startNativeKafka({ clusterId, port, properties: { ...shared, ...own, "node.id": String(id) } });
  };
  const first = await start(1);
  const others = await Promise.all(numbers(brokers - 1, 2).map(start));
  return [first, ...others];
}

describe("a log on three brokers", () => {
  let cluster: readonly NativeKafka[] = [];
  let log: EventLog;
  const topicPrefix = uniquePrefix();
  beforeAll(async () => {
    if (missing !== undefined) return;
    cluster = await startCluster(3);
    log = await openLog(cluster.flatMap(({ brokers }) => brokers), { topicPrefix, partitions: 6, replicationFactor: 3, timing: { ...QUICK, stallLimit: 40_000 } });
  });
  afterAll(async () => {
    await log?.close();
    await Promise.all(cluster.map((kafka) => kafka.stop()));
  });

  it("counts a record once two of them have it", async () => {
    const { resources } = await asAdministrator(cluster[0]?.brokers ?? [], (admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: [{ type: TOPIC_CONFIG, name: `${topicPrefix}events`, configNames: ["min.insync.replicas"] }] }),
    );
    expect(resources[0]?.configEntries[0]?.configValue).toBe("2");
  });

  it("loses nothing while one after the other is killed and comes back", async () => {
    const group = guardedGroup("ingest", 1);
    const shared = await group.join(log);
    const from = async (_topic: string, partition: number): Promise<number> => replica.records.filter((record) => record.partition === partition).length;
    const replica: Reader = await startReader(log, ["events"], { from });
    const acknowledged: string[] = [];
    let isWriting = true;
    const writing = (async () => {
      for (let i = 0; isWriting; i++) {
        await log.append(numbers(5).map((j) => textRecord("events", `customer ${j}`, `${i}`)));
        acknowledged.push(String(i));
        await delay(5);
      }
    })();
    for (const victim of cluster.slice(1)) {
      await delay(1_500);
      await victim.kill();
      await delay(2_000);
      await victim.start();
    }
    await delay(1_500);
    isWriting = false;
    await writing;
    const total = (await log.end("events")).reduce((sum, end) => sum + end, 0);
    await eventually("all of it", () => group.total() >= total && replica.records.length >= total);
    await Promise.all([shared.close(), replica.close()]);
    expect([...group.failures, ...replica.failures]).toEqual([]);
    for (const list of group.applied.values()) expect(list).toEqual(numbers(list.length));
    for (const customer of numbers(5).map((j) => `customer ${j}`)) {
      const own = replica.records.filter(({ key }) => key === customer).map(({ value }) => Buffer.from(value ?? []).toString());
      // A request that was sent again may stand there twice, but in its place.
      expect(own.filter((text, at) => text !== own[at - 1])).toEqual(acknowledged);
    }
  });
});
