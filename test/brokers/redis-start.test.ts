import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";
import type { Logger } from "@segue/platform/logger";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aCommit, aCustomer, INGEST } from "../contracts/support/opened-store.ts";
import { freePort } from "@segue/local-brokers/free-port";
import { startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis, NativeRedisOptions } from "@segue/local-brokers/redis-native";
import { connectTo, temporaryLog, uniquePrefix } from "./support/redis-store.ts";
import type { ConnectOptions, TemporaryLog } from "./support/redis-store.ts";
import { describeWithServer } from "./support/with-server.ts";

/** The permissions that docs/redis.md asks for. */
const PERMISSIONS =
  "~segue* -@all +info +ping +eval +evalsha +hget +hset +hsetnx +hmget +hdel +hkeys +hlen +persist +pexpire +get +set +del +time +cluster|slots +cluster|info";

/** Long enough for what is refused at once to be told from what is waited for, in milliseconds. */
const PATIENCE = 10_000;

describeWithServer("a Redis that cannot be relied upon", () => {
  let temporary: TemporaryLog;
  const servers: NativeRedis[] = [];
  beforeAll(() => {
    temporary = temporaryLog(1);
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    await temporary.close();
  });
  const start = async (options: NativeRedisOptions = {}) => {
    const server = await startNativeRedis(options);
    servers.push(server);
    return server;
  };
  const open = (url: string, options: Partial<ConnectOptions> = {}) => connectTo(url, { prefix: uniquePrefix(), log: temporary.log, patience: PATIENCE, ...options });
  const refusalOf = async (url: string, options: Partial<ConnectOptions> = {}) => {
    const started = performance.now();
    const refusal = await open(url, options).then(
      async (redis) => redis.close().then(() => expect.unreachable("not refused")),
      (error: unknown) => error as Error & { readonly code: string },
    );
    expect(refusal.message).not.toContain("\n");
    expect(inspect(refusal, { depth: 20 })).not.toMatch(/sesame|barley/);
    return { code: refusal.code, message: refusal.message, milliseconds: performance.now() - started };
  };

  it("is refused when it would throw customers away to make room", async () => {
    const { url, port } = await start({ config: { "maxmemory-policy": "allkeys-lru" } });
    const { code, message } = await refusalOf(url);
    expect(code).toBe("store_evicts");
    expect(message).toBe(`Redis at 127.0.0.1:${port} has maxmemory-policy allkeys-lru, which would delete customers without a word: set it to noeviction.`);
  });

  it("is refused when it is a replica", async () => {
    const primary = await start();
    const { url } = await start({ config: { replicaof: `127.0.0.1 ${primary.port}` } });
    const { code, message } = await refusalOf(url);
    expect(code).toBe("store_read_only");
    expect(message).toContain(`replica of 127.0.0.1:${primary.port}: let REDIS_URL name the primary`);
  });

  it("is refused at once, and without a word of the password, when the login is wrong", async () => {
    const { port } = await start({ config: { requirepass: "sesame" }, login: ":sesame" });
    const lines: unknown[] = [];
    const note = (...line: unknown[]) => void lines.push(line);
    const logger = { warn: note, info: note } as unknown as Logger;
    for (const env of [{ REDIS_PASSWORD: "barley" }, { REDIS_USERNAME: "ali", REDIS_PASSWORD: "barley" }, {}] as Record<string, string>[]) {
      const { code, message, milliseconds } = await refusalOf(`redis://127.0.0.1:${port}`, { env, logger });
      expect(code).toBe("store_unauthorized");
      expect(message).toContain("correct REDIS_USERNAME and REDIS_PASSWORD");
      expect(`${message} ${JSON.stringify(lines)}`).not.toMatch(/barley|sesame/);
      expect(milliseconds).toBeLessThan(PATIENCE / 2);
    }
    expect(lines.length).toBeGreaterThan(0);
    await (await open(`redis://wrong:barley@127.0.0.1:${port}`, { env: { REDIS_USERNAME: "default", REDIS_PASSWORD: "sesame" } })).close();
  });

  it("is refused when the user may not do what will be needed, and works with the permissions that the documentation lists", async () => {
    const { url, port } = await start();
    const admin = new Redis(url);
    await admin.call("ACL", ["SETUSER", "segue", "on", ">sesame", ...PERMISSIONS.split(" ")]);
    const login = `redis://segue:sesame@127.0.0.1:${port}`;
    const redis = await open(login);
    expect(await redis.store.commit(INGEST, aCommit({ puts: [aCustomer("a", "1")] }))).toBe(true);
    const many = Array.from({ length: 2500 }, (_, i) => aCustomer(`customer ${i}`, "1"));
    expect(await redis.store.commit(INGEST, aCommit({ expected: "1", next: "2", puts: many, deletes: [aCustomer("a", "")] }))).toBe(true);
    expect((await redis.store.scan("customers", { cursor: null, limit: 5000 })).entries).toHaveLength(2500);
    expect(await redis.lease({ name: "test", milliseconds: 1000 }).acquire()).toBeGreaterThan(0);
    await redis.close();
    for (const command of PERMISSIONS.split(" ").filter((word) => /^\+(info|evalsha|h\w+|set|del|time)$/.test(word))) {
      await admin.call("ACL", ["SETUSER", "segue", command.replace("+", "-")]);
      const { code, message } = await refusalOf(login);
      expect({ command, code }).toEqual({ command, code: "store_forbidden" });
      expect(message).toContain("docs/redis.md");
      await admin.call("ACL", ["SETUSER", "segue", command]);
    }
    await admin.call("ACL", ["SETUSER", "segue", "resetkeys", "~other*"]);
    expect((await refusalOf(login)).code).toBe("store_forbidden");
    admin.disconnect();
  });

  it("is refused when its keys are laid out for another number of partitions", async () => {
    const { url } = await start();
    const prefix = uniquePrefix();
    await (await open(url, { prefix })).close();
    const { code, message } = await refusalOf(url, { prefix, log: { ...temporary.log, partitions: 16 } });
    expect(code).toBe("store_layout");
    expect(message).toContain(`holds ${prefix} with partitions 1, and this system has 16: name another REDIS_KEY_PREFIX`);
    await (await open(url, { prefix })).close();
  });

  it("is refused when it is said to be a cluster and is none", async () => {
    const { url, port } = await start();
    for (const options of [{ env: { REDIS_CLUSTER: "1" } }, {}]) {
      const hosts = "env" in options ? url : `${url},127.0.0.1:${port}`;
      const { code, message, milliseconds } = await refusalOf(hosts, options);
      expect(code).toBe("store_not_clustered");
      expect(message).toContain("leave REDIS_CLUSTER out and name one host");
      expect(milliseconds).toBeLessThan(PATIENCE / 2);
    }
  });

  it("is waited for, within bounds", async () => {
    const port = await freePort();
    const { code, message, milliseconds } = await refusalOf(`redis://me:sesame@127.0.0.1:${port}`, { patience: 700 });
    expect(code).toBe("store_unavailable");
    expect(message).toBe(`Redis at 127.0.0.1:${port} has been out of reach for 0.7 s (connect ECONNREFUSED 127.0.0.1:${port}): start it, or correct REDIS_URL.`);
    expect(milliseconds).toBeLessThan(PATIENCE / 2);

    const opening = open(`redis://127.0.0.1:${port}`, { patience: 10_000 });
    await delay(500);
    await start({ port });
    await (await opening).close();
  });
});
