import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import { evolve } from "@segue/shared/customers/evolve";
import { itemAt } from "@segue/shared/customers/item-table";
import type { ShopEvent } from "@segue/shared/events/index";
import { partitionOf } from "@segue/shared/math/murmur2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aLine, aPurchase, aReturn } from "../builders.ts";
import { findPython } from "../brokers/support/python.ts";
import { startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { connectTo, temporaryLog, uniquePrefix } from "../brokers/support/redis-store.ts";
import { describeWithServer } from "../brokers/support/with-server.ts";
import { aCommit } from "../contracts/support/opened-store.ts";

const PARTITIONS = 12;
const PAGE = fileURLToPath(new URL("../../docs/redis.md", import.meta.url));

/** The Python example, as it stands in the documentation. */
const EXAMPLE = /```python\n(.*?)```/s.exec(readFileSync(PAGE, "utf8"))?.[1] ?? "";

const profile = { type: "profile", id: "p1", customerId: "", time: "2026-03-01T00:00:00Z", age: 31, city: "Łódź" } as const;

function aCustomerOf(customerId: string): Customer {
  const events: readonly ShopEvent[] = [
    aPurchase({ customerId, items: [aLine(), aLine({ productId: "71053", quantity: 2, unitPrice: 3.39 })] }),
    aReturn({ customerId }),
    { ...profile, customerId },
  ];
  let customer: Customer | null = null;
  for (const [offset, event] of events.entries()) {
    const result = evolve(customer, event, { time: Date.parse(event.time ?? ""), offset, defaultCurrency: "GBP" });
    if (result.outcome === "applied") customer = result.customer;
  }
  if (customer === null) throw new Error("nothing was applied");
  return customer;
}

describeWithServer("the example of docs/redis.md", () => {
  let server: NativeRedis;
  beforeAll(async () => {
    server = await startNativeRedis();
  });
  afterAll(() => server.stop());

  it("reads in Python what ingest has written", async ({ skip }) => {
    const python = findPython();
    if (python === null) return skip("no Python: install python3 with venv, and let pip reach an index with redis and msgpack");
    const temporary = temporaryLog(PARTITIONS);
    const prefix = uniquePrefix();
    const redis = await connectTo(server.url, { prefix, log: temporary.log });
    for (const id of ["c17", "12346", "müller/🛒", "a", "ab", "abc", "abcd", "x".repeat(128)]) {
      const customer = aCustomerOf(id);
      const scope = { owner: "ingest", partition: partitionOf(id, PARTITIONS) } as const;
      const { checkpoint } = await redis.store.read(scope, []);
      await redis.store.commit(scope, aCommit({ expected: checkpoint, puts: [{ collection: "customers", id, value: encodeCustomer(customer) }] }));
      const env = { ...process.env, REDIS_URL: server.url, REDIS_KEY_PREFIX: prefix, PYTHONUTF8: "1" };
      expect(JSON.parse(execFileSync(python, ["-c", EXAMPLE, id], { env, encoding: "utf8" }))).toEqual(asPrinted(customer));
    }
    await redis.close();
    await temporary.close();
  });
});

function asPrinted(customer: Customer) {
  const { customerId, version, currency, firstTime, lastTime, orders, units, gross, returned, variety } = customer;
  const items = customer.items.ids.map((productId, row) => {
    const { count, decayed, last, units: kept, lastPrice } = itemAt(customer.items, row);
    return { productId, baskets: count, decayed, lastBought: last / 1000, units: kept, lastPrice };
  });
  const attributes = Object.fromEntries(Object.entries(customer.profile).map(([name, { value }]) => [name, value]));
  const features = { customerId, version, currency, firstPurchase: firstTime / 1000, lastPurchase: lastTime / 1000, orders, units, gross, returned, products: variety };
  return { ...features, profile: attributes, items };
}
