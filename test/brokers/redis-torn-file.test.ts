import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "@segue/shared/math/random";
import { DURABLE, startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aCommit, aCustomer, INGEST } from "../contracts/support/opened-store.ts";
import { numbers } from "../contracts/support/reader.ts";
import { connectTo, temporaryLog, uniquePrefix } from "./support/redis-store.ts";
import { describeWithServer } from "./support/with-server.ts";

const CUTS = 12;
const CUSTOMERS = numbers(12).map((i) => `customer ${i}`);
const refs = CUSTOMERS.map((id) => ({ collection: "customers", id }) as const);

describeWithServer("a commit whose end is missing in the append-only file", () => {
  let server: NativeRedis;
  beforeEach(async () => {
    server = await startNativeRedis({ config: DURABLE });
  });
  afterEach(() => server.stop());

  const fileOf = (): string => {
    const folder = join(server.folder, "appendonlydir");
    return join(folder, readdirSync(folder).find((name) => name.endsWith(".incr.aof")) ?? "");
  };

  it("is there as a whole or not at all, after the next start and after the one after it", async () => {
    const random = seededRandom(7);
    const temporary = temporaryLog(1);
    const redis = await connectTo(server.url, { prefix: uniquePrefix(), log: temporary.log, patience: 20_000 });
    const { store } = redis;
    const state = async () => {
      const { checkpoint, values } = await store.read(INGEST, refs);
      return { checkpoint, values: values.map((value) => value && Buffer.from(value).toString()) };
    };
    let at: string | null = null;
    let before: readonly (string | undefined)[] = CUSTOMERS.map(() => undefined);
    let torn = 0;
    for (const cut of numbers(CUTS)) {
      const start = statSync(fileOf()).size;
      // Every customer changes, and one that was there is gone.
      const gone = cut % CUSTOMERS.length;
      const puts = CUSTOMERS.flatMap((id, i) => (i === gone ? [] : [aCustomer(id, `${cut} of ${id}`)]));
      expect(await store.commit(INGEST, aCommit({ expected: at, next: `${cut}`, puts, deletes: refs.slice(gone, gone + 1) }))).toBe(true);
      const after = CUSTOMERS.map((id, i) => (i === gone ? undefined : `${cut} of ${id}`));
      await server.kill();
      const file = fileOf();
      truncateSync(file, start + Math.floor((statSync(file).size - start) * random()));
      await server.restart();

      const found = await state();
      const isKept = found.checkpoint === `${cut}`;
      if (!isKept) torn++;
      expect(found).toEqual({ checkpoint: isKept ? `${cut}` : at, values: isKept ? after : before });

      // Another commit, of one customer only, and a start with a file that nothing is missing of.
      const next = `${cut} again`;
      expect(await store.commit(INGEST, aCommit({ expected: found.checkpoint, next, puts: [aCustomer("customer 3", next)] }))).toBe(true);
      await server.restart();
      before = found.values.map((value, i) => (i === 3 ? next : value));
      at = next;
      expect(await state()).toEqual({ checkpoint: at, values: before });
    }
    expect(torn).toBeGreaterThan(0);
    await redis.close();
    await temporary.close();
  });
});
