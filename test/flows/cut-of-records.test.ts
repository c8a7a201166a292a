import { createEventValidator } from "@segue/platform/event-validator";
import { decodeInstant } from "@segue/platform/instant";
import { decodeCustomer } from "@segue/shared/customers/customer-codec";
import { seededRandom } from "@segue/shared/math/random";
import type { LogRecord } from "@segue/shared/ports/event-log";
import { encodeSnapshot } from "@segue/shared/recommendation/model/snapshot";
import { describe, expect, it } from "vitest";
import { foldChunk } from "../../services/ingest/src/fold-chunk.ts";
import { createOwnerCache } from "../../services/ingest/src/owner-cache.ts";
import { foldBatch } from "../../services/recommender/src/fold.ts";
import { createServingState } from "../../services/recommender/src/serving-state.ts";
import { createTraffic } from "../brokers/support/shop-traffic.ts";
import { aLine, aPurchase, aReturn } from "../builders.ts";
import { openTemporaryStore } from "../contracts/support/lmdb-folder.ts";
import { readTopics, recordsOf } from "../support/recorded-log.ts";

const EVENTS = 800;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const validate = createEventValidator();

/** State of ingest behind some of the events. */
interface Moment {
  readonly at: number;
  readonly clock: number;
  readonly customers: ReadonlyMap<string, Uint8Array>;
  readonly erased: ReadonlyMap<string, number>;
}

interface Cut {
  readonly partition?: number;
  readonly random: () => number;
  /** Events in a chunk, at most. */
  readonly size: number;
  /** How likely a chunk is published and not kept, and how likely the state goes back by some chunks. */
  readonly loss: number;
}

/** What ingest publishes when it takes the events in chunks, and now and then loses what it had. */
function published(events: readonly LogRecord[], { random, size, loss, partition = 0 }: Cut): readonly LogRecord[] {
  const records: LogRecord[] = [];
  let history: Moment[] = [{ at: 0, clock: 0, customers: new Map(), erased: new Map() }];
  for (;;) {
    if (random() < loss) history = history.slice(0, Math.max(1, history.length - Math.floor(5 * random())));
    const moment = history[history.length - 1];
    if (moment === undefined || moment.at >= events.length) return records;
    const { next, values } = applied(moment, events.slice(moment.at, moment.at + 1 + Math.floor(size * random())), partition);
    for (const value of values) records.push({ key: "0", value, offset: records.length, timestamp: 0 });
    if (random() >= loss) history.push(next);
  }
}

function applied(moment: Moment, events: readonly LogRecord[], partition: number): { readonly next: Moment; readonly values: readonly Uint8Array[] } {
  const cache = createOwnerCache();
  for (const { key } of events) {
    const bytes = moment.customers.get(key);
    cache.load(key, { customer: bytes === undefined ? null : decodeCustomer(key, bytes), erasedAt: moment.erased.get(key) ?? 0 });
  }
  const context = { partition, partitions: 1, validate, clockKind: "event", clock: moment.clock, defaultCurrency: "GBP", cache, tombstones: { keyOf: (id: string) => id } } as const;
  const result = foldChunk(events, context);
  const customers = new Map(moment.customers);
  const erased = new Map(moment.erased);
  for (const { collection, id, value } of result.puts) {
    if (collection === "customers") customers.set(id, Buffer.from(value));
    if (collection === "tombstones") erased.set(id, decodeInstant(value));
  }
  for (const { id } of result.deletes) customers.delete(id);
  const values = result.publish.flatMap(({ topic, value }) => (topic === "customer-updates" && value !== null ? [Buffer.from(value)] : []));
  return { next: { at: result.next, clock: result.clock, customers, erased }, values };
}

async function learnt(records: readonly LogRecord[]): Promise<Buffer> {
  const state = createServingState();
  await foldBatch(state, { topic: "customer-updates", partition: 0, records, end: records.length });
  return Buffer.concat([...encodeSnapshot(state.model)]);
}

async function eventsOf(seed: number): Promise<readonly LogRecord[]> {
  const temporary = await openTemporaryStore();
  await createTraffic(temporary.log, seed).send(EVENTS);
  return readTopics(temporary.log, ["events"])
    .then(recordsOf)
    .finally(() => temporary.close());
}

describe("what a recommender learns", () => {
  it.each(SEEDS)("does not depend on where the stream is cut into records, nor on what is published again (seed %i)", async (seed) => {
    const events = await eventsOf(seed);
    const random = seededRandom(seed);
    const oneByOne = await learnt(published(events, { random: () => 0.99, size: 1, loss: 0 }));
    for (const size of [5, 60, 300]) {
      const inChunks = await learnt(published(events, { random, size, loss: 0.08 }));
      expect(Buffer.compare(inChunks, oneByOne), `chunks of up to ${size}`).toBe(0);
    }
  });

  it("counts the same customers in whatever order partitions are read, though most of them fall out of the index and many are erased", async () => {
    const random = seededRandom(1);
    const partitions = [0, 1].map((partition) => published(crowdedEvents(partition, random), { random, size: 400, loss: 0, partition }));
    const one = await totalsIn(partitions, () => 0);
    const other = await totalsIn(partitions, random);
    expect(other).toEqual(one);
  });
});

/** Many customers of few products: each product's list of buyers is full, and pushes out those who buy seldom. */
function crowdedEvents(partition: number, random: () => number): readonly LogRecord[] {
  const below = (limit: number): number => Math.floor(limit * random());
  return Array.from({ length: 3_000 }, (_, offset) => {
    const event = { id: `e${offset}`, customerId: `${partition} ${below(300)}`, time: new Date(Date.UTC(2026, 0, 1, 0, offset)).toISOString() };
    const productId = `p${below(12)}`;
    const kind = random();
    const goods = kind < 0.25 ? aReturn({ ...event, items: [{ productId, quantity: 4 }] }) : aPurchase({ ...event, orderId: `o${offset}`, items: [aLine({ productId, quantity: 1 + below(4) })] });
    const value = kind < 0.05 ? { type: "erase", ...event } : goods;
    return { key: event.customerId, value: Buffer.from(JSON.stringify(value)), offset, timestamp: Date.now() };
  });
}

/** Reads the updates of two partitions, a record at a time of the one that `choose` says. */
async function totalsIn(partitions: readonly (readonly LogRecord[])[], choose: () => number) {
  const state = createServingState();
  const left = partitions.map((records, partition) => ({ partition, records: [...records] }));
  for (;;) {
    const open = left.filter(({ records }) => records.length > 0);
    const next = open[Math.floor(choose() * open.length)];
    const record = next?.records.shift();
    if (next === undefined || record === undefined) break;
    await foldBatch(state, { topic: "customer-updates", partition: next.partition, records: [record], end: 0 });
  }
  const { customers, buyers, repurchase } = state.model.totals;
  return { customers, buyers, repurchase };
}
