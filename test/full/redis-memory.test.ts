import { noEventIds } from "@segue/shared/customers/event-ids";
import { evolve } from "@segue/shared/customers/evolve";
import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import type { Entry } from "@segue/shared/ports/state-store";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aLine, aPurchase } from "../builders.ts";
import { startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { connectTo, temporaryLog, uniquePrefix } from "../brokers/support/redis-store.ts";
import { describeWithServer } from "../brokers/support/with-server.ts";
import { aCommit, INGEST } from "../contracts/support/opened-store.ts";
import { numbers } from "../contracts/support/reader.ts";

const CUSTOMERS = 20_000;
const ITEMS = 20;
const EVENT_IDS = 32;
/** Hash entry, two allocations and their headers; what is more than this would be a change of the layout. */
const MOST_OVERHEAD = 200;

/** A customer who bought 20 products in 32 orders; ids as long as those of Online Retail. */
function aRegular(index: number): Customer {
  let customer: Customer | null = null;
  for (const n of numbers(EVENT_IDS)) {
    const time = Date.UTC(2026, 0, 1 + n);
    const items = [aLine({ productId: String(20_000 + ((index + n) % ITEMS)), quantity: 1 + (n % 3), unitPrice: 2.55 })];
    const event = aPurchase({ id: `event ${n}`, orderId: String(536_365 + n), customerId: String(12_346 + index), time: new Date(time).toISOString(), items });
    const result = evolve(customer, event, { time, offset: 1000 * index + n, defaultCurrency: "GBP" });
    if (result.outcome === "applied") customer = result.customer;
  }
  if (customer === null) throw new Error("nothing was applied");
  return customer;
}

describeWithServer("the memory that a customer with 20 products takes in Redis", () => {
  let server: NativeRedis;
  beforeAll(async () => {
    server = await startNativeRedis({ config: { appendonly: "no" } });
  });
  afterAll(() => server.stop());

  it.each([
    ["without event ids", 500, (customer: Customer): Customer => ({ ...customer, eventIds: noEventIds() })],
    ["with 32 event ids", 760, (customer: Customer): Customer => customer],
  ])("%s is less than %i bytes", async (name, most, keep) => {
    const temporary = temporaryLog(1);
    const prefix = uniquePrefix();
    const opened = await connectTo(server.url, { prefix, log: temporary.log });
    const redis = new Redis(server.url);
    const entries = numbers(CUSTOMERS).map((index): Entry => ({ collection: "customers", id: String(12_346 + index), value: encodeCustomer(keep(aRegular(index))) }));
    for (let i = 0; i < CUSTOMERS; i += 1000) await opened.store.commit(INGEST, aCommit({ expected: i === 0 ? null : "1", puts: entries.slice(i, i + 1000) }));
    const keys = await redis.keys(`${prefix}:{p0}:customers:*`);
    const usages = await Promise.all(keys.map((key) => redis.memory("USAGE", key, "SAMPLES", 0)));
    const perCustomer = usages.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) / CUSTOMERS;
    const encoded = entries.reduce((sum, { value }) => sum + value.length, 0) / CUSTOMERS;
    process.stdout.write(`redis memory ${name}: ${perCustomer.toFixed(0)} B per customer, of which ${encoded.toFixed(0)} B are the record\n`);
    expect(keys).toHaveLength(256);
    expect(perCustomer).toBeLessThan(most);
    expect(perCustomer - encoded).toBeLessThan(MOST_OVERHEAD);
    await redis.unlink(keys);
    redis.disconnect();
    await opened.close();
    await temporary.close();
  });
});
