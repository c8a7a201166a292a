import { createEventValidator } from "@segue/platform/event-validator";
import { decodeInstant } from "@segue/platform/instant";
import { decodeCustomer } from "@segue/shared/customers/customer-codec";
import { seededRandom } from "@segue/shared/math/random";
import type { LogRecord } from "@segue/shared/ports/event-log";
import { encodeSnapshot } from "@segue/shared/recommendation/snapshot";
import { describe, expect, it } from "vitest";
import { foldChunk } from "../../services/ingest/src/fold-chunk.ts";
import { createOwnerCache } from "../../services/ingest/src/owner-cache.ts";
import { foldBatch } from "../../services/recommender/src/fold.ts";
import { createServingState } from "../../services/recommender/src/serving-state.ts";
import { createTraffic } from "../brokers/support/shop-traffic.ts";
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
  readonly random: () => number;
  /** Events in a chunk, at most. */
  readonly size: number;
  /** How likely a chunk is published and not kept, and how likely the state goes back by some chunks. */
  readonly loss: number;
}

/** What ingest publishes when it takes the events in chunks, and now and then loses what it had. */
function published(events: readonly LogRecord[], { random, size, loss }: Cut): readonly LogRecord[] {
  const records: LogRecord[] = [];
  let history: Moment[] = [{ at: 0, clock: 0, customers: new Map(), erased: new Map() }];
  for (;;) {
    if (random() < loss) history = history.slice(0, Math.max(1, history.length - Math.floor(5 * random())));
    const moment = history[history.length - 1];
    if (moment === undefined || moment.at >= events.length) return records;
    const { next, values } = applied(moment, events.slice(moment.at, moment.at + 1 + Math.floor(size * random())));
    for (const value of values) records.push({ key: "0", value, offset: records.length, timestamp: 0 });
    if (random() >= loss) history.push(next);
  }
}

function applied(moment: Moment, events: readonly LogRecord[]): { readonly next: Moment; readonly values: readonly Uint8Array[] } {
  const cache = createOwnerCache();
  for (const { key } of events) {
    const bytes = moment.customers.get(key);
    cache.load(key, { customer: bytes === undefined ? null : decodeCustomer(key, bytes), erasedAt: moment.erased.get(key) ?? 0 });
  }
  const context = { partition: 0, partitions: 1, validate, clockKind: "event", clock: moment.clock, defaultCurrency: "GBP", cache, tombstones: { keyOf: (id: string) => id } } as const;
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
  await foldBatch(state, { topic: "customer-updates", partition: 0, records, end: records.length }, async () => undefined);
  return Buffer.concat([...encodeSnapshot(state.model, null)]);
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
});
