import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { partitionOf } from "@segue/shared/math/murmur2";
import type { OpenRedis } from "@segue/platform/redis/open-redis";
import { aCommit, aCustomer } from "../contracts/support/opened-store.ts";
import { connectTo, temporaryLog, uniquePrefix } from "./support/redis-store.ts";
import { describeWithServer } from "./support/with-server.ts";

const PARTITIONS = 2;
const IDS = Array.from({ length: 40 }, (_, i) => `customer ${i}`);
const idsOf = (partition: number) => IDS.filter((id) => partitionOf(id, PARTITIONS) === partition);

describeWithServer("looks at Redis that begin in one go", () => {
  const prefix = uniquePrefix();
  const temporary = temporaryLog(PARTITIONS);
  let server: NativeRedis;
  let raw: Redis;
  let redis: OpenRedis;
  beforeAll(async () => {
    server = await startNativeRedis();
    raw = new Redis(server.url);
    redis = await connectTo(server.url, { prefix, log: temporary.log, patience: 1_000 });
    for (const partition of [0, 1]) {
      const puts = idsOf(partition).map((id) => aCustomer(id, id));
      await redis.store.commit({ owner: "ingest", partition }, aCommit({ puts }));
    }
  });
  afterAll(async () => {
    await redis.close();
    raw.disconnect();
    await server.stop();
    await temporary.close();
  });

  const textOf = async (id: string) => {
    const [value] = await redis.store.get("customers", [id]);
    return value && Buffer.from(value).toString();
  };
  const scriptsRun = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await raw.info("commandstats"))?.[1]);

  it("are one script for each partition, and each gets its own", async () => {
    await textOf("stranger");
    const before = await scriptsRun();
    expect(await Promise.all([...IDS, "stranger"].map(textOf))).toEqual([...IDS, undefined]);
    expect((await scriptsRun()) - before).toBe(PARTITIONS);
  });

  it("do not fail with those of another partition", async () => {
    const [broken = ""] = idsOf(1);
    for (const key of await raw.keys(`${prefix}:{p1}:customers:*`)) if ((await raw.hexists(key, broken)) === 1) await raw.set(key, "not a hash");
    const found = await Promise.allSettled([broken, ...idsOf(0)].map(textOf));
    expect(found[0]).toMatchObject({ status: "rejected" });
    expect(found.slice(1)).toEqual(idsOf(0).map((value) => ({ status: "fulfilled", value })));
  });
});
