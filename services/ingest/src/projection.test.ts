import { afterEach, describe, expect, it } from "vitest";
import type { ShopEvent } from "@segue/shared/events/index";
import type { LogRecord } from "@segue/shared/ports/event-log";
import { createEventValidator } from "@segue/platform/event-validator";
import { openLmdb } from "@segue/platform/lmdb/open-lmdb";
import type { Lmdb } from "@segue/platform/lmdb/open-lmdb";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { aLine, aPurchase, aReturn } from "../../../test/builders.ts";
import { temporaryFolder } from "../../../test/contracts/support/lmdb-folder.ts";
import { createPoisonWatch } from "./poison-watch.ts";
import { createIngestProjection } from "./projection.ts";

const PARTITION = 0;
const NOW = Date.UTC(2026, 5, 1);

const asRecord = (event: ShopEvent, offset: number, key = event.customerId): LogRecord => ({ offset, key, value: Buffer.from(JSON.stringify(event)), timestamp: NOW });

/** Five customers who buy, give back, and one who is forgotten. */
const EVENTS: readonly ShopEvent[] = Array.from({ length: 60 }, (_, i): ShopEvent => {
  const ids = { id: `evt-${i}`, customerId: `c${i % 5}`, orderId: `o-${i}`, time: new Date(Date.UTC(2026, 2, 1, i)).toISOString() };
  if (i === 41) return { type: "erase", id: ids.id, customerId: ids.customerId, time: ids.time };
  return i % 7 === 6 ? aReturn({ ...ids, items: [{ productId: "p1", quantity: 1 }] }) : aPurchase({ ...ids, items: [aLine({ productId: `p${i % 11}` }), aLine({ productId: "p1" })] });
});

const folders: ReturnType<typeof temporaryFolder>[] = [];
const opened: Lmdb[] = [];

function open(): Lmdb {
  const folder = temporaryFolder();
  folders.push(folder);
  const lmdb = openLmdb(folder.path);
  opened.push(lmdb);
  return lmdb;
}

function projectionOn({ store }: Lmdb, poisonPercent = 0) {
  const common = { validate: createEventValidator(), metrics: createMetrics(), logger: createLogger("test", "silent") };
  const poison = createPoisonWatch({ ...common, percent: poisonPercent });
  return createIngestProjection({ store, ...common, poison, partitions: 1, clock: "event", defaultCurrency: "GBP" });
}

/** Applies the records in batches of `size` and returns what every customer is then, and when those who were erased were. */
async function stored(records: readonly LogRecord[], size: number): Promise<readonly object[]> {
  const lmdb = open();
  const projection = projectionOn(lmdb);
  for (let at = 0; at < records.length; at += size) {
    await projection.apply({ topic: "events", partition: PARTITION, records: records.slice(at, at + size), end: records.length });
  }
  const [customers, tombstones] = await Promise.all((["customers", "tombstones"] as const).map((name) => lmdb.store.scan(name, { cursor: null, limit: 100 })));
  return [...(customers?.entries ?? []), ...(tombstones?.entries ?? []).map(({ value }) => ({ value }))];
}

afterEach(async () => {
  for (const lmdb of opened.splice(0)) await lmdb.close();
  for (const { remove } of folders.splice(0)) remove();
});

describe("ingest", () => {
  it("leaves the same customers and tombstones however its batches were cut", async () => {
    const records = EVENTS.map((event, offset) => asRecord(event, offset));
    const atOnce = await stored(records, records.length);
    expect(atOnce).toHaveLength(5 + 1);
    expect(await stored(records, 7)).toEqual(atOnce);
    expect(await stored(records, 1)).toEqual(atOnce);
  });

  it("refuses an event under a key that no customer can have, and goes on", async () => {
    const lmdb = open();
    const projection = projectionOn(lmdb);
    const records = [asRecord(aPurchase(), 0, "k".repeat(5_000)), asRecord(aPurchase(), 1)];
    await projection.apply({ topic: "events", partition: PARTITION, records, end: 2 });
    expect(await lmdb.log.end("dead-letters")).toEqual([1]);
    expect((await lmdb.store.get("customers", ["c17"]))[0]).toBeDefined();
  });

  it("stands still, with nothing changed, before a backlog that is mostly poison, and goes on where that is allowed", async () => {
    const lmdb = open();
    const backlog = Array.from({ length: 200 }, (_, offset): LogRecord => {
      const record = asRecord(aPurchase({ id: `evt-${offset}` }), offset);
      return offset % 3 === 0 ? record : { ...record, value: Buffer.from("{") };
    });
    const batch = { topic: "events", partition: PARTITION, records: backlog, end: 200 } as const;
    const projection = projectionOn(lmdb, 50);
    await projection.apply(batch);
    await projection.apply({ ...batch, records: [asRecord(aPurchase({ id: "good" }), 200)], end: 201 });
    expect(await lmdb.log.end("dead-letters")).toEqual([0]);
    expect((await lmdb.store.read({ owner: "ingest", partition: PARTITION }, [])).checkpoint).not.toBe("201");
    await projectionOn(lmdb).apply(batch);
    expect(await lmdb.log.end("dead-letters")).toEqual([133]);
  });
});
