import { decodeSums, encodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import { evolve } from "@segue/shared/customers/evolve";
import type { ShopEvent } from "@segue/shared/events/index";
import type { Batch, EventLog, LogRecord, Topic } from "@segue/shared/ports/event-log";
import type { Collection, StateStore } from "@segue/shared/ports/state-store";

/** Everything that stands in some topics, in the order in which one reader of them all sees it. */
export async function readTopics(log: EventLog, topics: readonly Topic[]): Promise<readonly Batch[]> {
  const ends = await Promise.all(topics.map((topic) => log.end(topic)));
  let missing = ends.flat().reduce((sum, end) => sum + end, 0);
  const batches: Batch[] = [];
  if (missing === 0) return batches;
  await new Promise<void>((resolve, reject) => {
    void log.subscribe({ topics, group: "test", from: async () => 0, onFailure: reject }, async (batch) => {
      batches.push(batch);
      missing -= batch.records.length;
      if (missing <= 0) resolve();
    });
  });
  return batches;
}

export const recordsOf = (batches: readonly Batch[]): readonly LogRecord[] => batches.flatMap((batch) => batch.records);

export const jsonOf = (record: LogRecord): unknown => JSON.parse(Buffer.from(record.value ?? []).toString("utf8"));

/** What the customers must be: every event applied by itself, one after the other. Erasures take the customer and all earlier events. */
export function foldEvents(records: readonly LogRecord[]): ReadonlyMap<string, Uint8Array> {
  const customers = new Map<string, Customer | null>();
  const erased = new Map<string, number>();
  for (const record of records) {
    const event = jsonOf(record) as ShopEvent & { time: string };
    const known = customers.get(event.customerId) ?? null;
    if (known === null && Date.parse(event.time) <= (erased.get(event.customerId) ?? 0)) continue;
    const result = evolve(known, event, { time: Date.parse(event.time), offset: record.offset, defaultCurrency: "GBP" });
    if (result.outcome === "applied") customers.set(event.customerId, result.customer);
    if (event.type === "erase") erased.set(event.customerId, Date.parse(event.time));
  }
  return new Map([...customers].flatMap(([id, customer]) => (customer === null ? [] : [[id, encodeCustomer(customer)] as const])));
}

/** A whole collection of the store. */
export async function readCollection(store: StateStore, collection: Collection): Promise<ReadonlyMap<string, Uint8Array>> {
  const all = new Map<string, Uint8Array>();
  for (let cursor: string | null = null; ; ) {
    const page = await store.scan(collection, { cursor, limit: 1_000 });
    for (const { id, value } of page.entries) all.set(id, value);
    cursor = page.cursor;
    if (cursor === null) return all;
  }
}

/** Totals over stored customers, in minor units. */
export function totalsOf(customers: ReadonlyMap<string, Uint8Array>): { readonly customers: number; readonly orders: number; readonly gross: number } {
  let orders = 0;
  let gross = 0;
  for (const [id, bytes] of customers) {
    const sums = decodeSums(id, bytes);
    orders += sums.orders;
    gross += sums.gross;
  }
  return { customers: customers.size, orders, gross };
}

