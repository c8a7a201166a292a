import { setTimeout as delay } from "node:timers/promises";
import { partitionOf } from "@segue/shared/math/murmur2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectTo, openTestStore, temporaryLog, uniquePrefix } from "../brokers/support/redis-store.ts";
import { startCluster } from "../brokers/support/redis-cluster.ts";
import type { RedisCluster } from "../brokers/support/redis-cluster.ts";
import { describeWithServer } from "../brokers/support/with-server.ts";
import { stateStoreContract } from "../contracts/state-store.ts";
import { scopesContract } from "../contracts/state-store-scopes.ts";
import { aCommit, aCustomer } from "../contracts/support/opened-store.ts";
import { numbers } from "../contracts/support/reader.ts";

const PARTITIONS = 16;

describeWithServer("on three nodes", () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster(3);
  });
  afterAll(() => cluster.stop());
  const nothing = async () => undefined;

  stateStoreContract("Redis Cluster", () => openTestStore(cluster.url, 1, nothing));
  scopesContract("Redis Cluster", () => openTestStore(cluster.url, PARTITIONS, nothing));

  it("is found by one of its hosts when it is said to be a cluster, and not otherwise", async () => {
    const temporary = temporaryLog(PARTITIONS);
    const url = cluster.nodes[1]?.url ?? "";
    const prefix = uniquePrefix();
    const redis = await connectTo(url, { prefix, log: temporary.log, env: { REDIS_CLUSTER: "1" } });
    for (const partition of numbers(PARTITIONS)) expect(await redis.store.commit({ owner: "ingest", partition }, aCommit({}))).toBe(true);
    await redis.close();
    await expect(connectTo(url, { prefix, log: temporary.log })).rejects.toMatchObject({ code: "store_clustered", message: expect.stringContaining("set REDIS_CLUSTER=1") });
    await temporary.close();
  });

  it("is waited for when one of its nodes goes away, and nothing is lost or doubled", async () => {
    const temporary = temporaryLog(PARTITIONS);
    const redis = await connectTo(cluster.url, { prefix: uniquePrefix(), log: temporary.log, patience: 30_000 });
    const { store } = redis;
    const ids = numbers(400).map((i) => `customer ${i}`);
    const write = async (partition: number) => {
      const own = ids.filter((id) => partitionOf(id, PARTITIONS) === partition);
      for (const [i, id] of own.entries()) {
        const change = aCommit({ expected: i === 0 ? null : String(i), next: String(i + 1), puts: [aCustomer(id, id)] });
        expect(await store.commit({ owner: "ingest", partition }, change)).toBe(true);
        await delay(20);
      }
    };
    const writing = Promise.all(numbers(PARTITIONS).map(write));
    await delay(150);
    await cluster.nodes[1]?.kill();
    await delay(2_500);
    await cluster.nodes[1]?.restart();
    await writing;
    expect((await store.get("customers", ids)).map((value) => value && Buffer.from(value).toString())).toEqual(ids);
    await redis.close();
    await temporary.close();
  });
});
