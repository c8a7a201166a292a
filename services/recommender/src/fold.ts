import { decodeSums, viewCustomer } from "@segue/shared/customers/customer-codec";
import { decodeCustomerUpdates } from "@segue/shared/customers/update-codec";
import type { CustomerUpdates, UpdateEntry } from "@segue/shared/events/customer-update";
import type { Product } from "@segue/shared/events/product";
import type { SegmentChange, SegmentModelsRecord } from "@segue/shared/events/segments";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import { applyProduct } from "@segue/shared/recommendation/model/catalogue";
import { applyEntry, distinctBefore } from "@segue/shared/recommendation/fold";
import { segmentOf, setSegment } from "@segue/shared/recommendation/model/memberships";
import { productsBefore } from "@segue/shared/recommendation/stored-customer";
import type { StoredProduct } from "@segue/shared/recommendation/stored-customer";
import type { Pause } from "./pause.ts";
import { sweepErased } from "./erasures.ts";
import { isSampled, score } from "./quality.ts";
import { applyModelsRecord } from "./segment-book.ts";
import type { FoldedTopic, ServingState } from "./serving-state.ts";

/** Takes a batch into the state. Between records the state is whole: a snapshot may be taken there. */
export async function foldBatch(state: ServingState, batch: Batch, pause: Pause): Promise<void> {
  const topic = batch.topic as FoldedTopic;
  for (const record of batch.records) {
    if (record.offset < (state.offsets[topic][batch.partition] ?? 0)) continue;
    await foldRecord(state, { topic, record }, pause);
    state.offsets[topic][batch.partition] = record.offset + 1;
    await pause();
  }
}

async function foldRecord(state: ServingState, { topic, record }: { topic: FoldedTopic; record: LogRecord }, pause: Pause): Promise<void> {
  if (topic === "products") return foldProduct(state, record);
  if (record.value === null) return;
  switch (topic) {
    case "customer-updates":
      return foldUpdates(state, decodeCustomerUpdates(record.value), pause);
    case "segment-models":
      return applyModelsRecord(state.segments, parse(record.value) as SegmentModelsRecord);
    case "segment-changes":
      return applyChange(state, parse(record.value) as SegmentChange);
    default:
      topic satisfies never;
  }
}

function foldProduct(state: ServingState, { key, value }: LogRecord): void {
  applyProduct(state.model, key, value === null ? null : (parse(value) as Product));
  state.catalogueRevision++;
}

function applyChange({ model }: ServingState, { customerId, segmentation, to }: SegmentChange): void {
  if (segmentation === "behaviour") setSegment(model, customerId, to);
}

async function foldUpdates(state: ServingState, published: CustomerUpdates, pause: Pause): Promise<void> {
  const applied = state.applied[published.partition] ?? 0;
  if (published.next <= applied) return;
  // What is published again may be cut in other places, and hold entries that are in here beside those that are not.
  const updates = { ...published, entries: published.entries.filter(({ offset }) => offset >= applied) };
  const varieties = varietiesOf(updates);
  const distinct = distinctBefore(updates.entries, (customerId) => varieties.get(customerId) ?? -1);
  const sampled = sampledEntries(updates);
  for (const [index, entry] of updates.entries.entries()) {
    const { customerId } = entry;
    const bytes = sampled.get(index);
    if (bytes !== undefined) score(state.quality, state.model, { entry, after: viewCustomer(customerId, bytes), segmentSlot: segmentOf(state.model, customerId) });
    applyEntry(state.model, entry, { distinctBefore: distinct[index] ?? -1, products: () => productsAfter(updates, entry) });
    await sweepErased(state, pause);
    await pause();
  }
  state.clock = Math.max(state.clock, updates.clock);
  state.applied[updates.partition] = updates.next;
}

function varietiesOf({ customers }: CustomerUpdates): ReadonlyMap<string, number> {
  return new Map(customers.flatMap(({ customerId, state }) => (state === null ? [] : [[customerId, decodeSums(customerId, state).variety]])));
}

/** The products of an entry's customer after it, of a record that holds the customer as of its end. */
function productsAfter({ entries, customers }: CustomerUpdates, { offset, customerId }: UpdateEntry): readonly StoredProduct[] {
  const bytes = customers.find((customer) => customer.customerId === customerId)?.state ?? null;
  if (bytes === null) return [];
  const later = entries.flatMap((entry) => (entry.customerId === customerId && entry.offset > offset ? [entry.cause] : []));
  return productsBefore(viewCustomer(customerId, bytes), later);
}

/** Entries to predict before they are learnt, with their customer's state: those whose customer comes once in the record, so that the state before can be told. */
function sampledEntries({ entries, customers }: CustomerUpdates): ReadonlyMap<number, Uint8Array> {
  const candidates = [...entries.entries()].filter(([, entry]) => isSampled(entry));
  if (candidates.length === 0) return new Map();
  const times = new Map<string, number>();
  for (const { customerId } of entries) times.set(customerId, (times.get(customerId) ?? 0) + 1);
  const states = new Map(customers.map(({ customerId, state }) => [customerId, state]));
  const stateOf = (entry: UpdateEntry): Uint8Array | null => (times.get(entry.customerId) === 1 ? (states.get(entry.customerId) ?? null) : null);
  return new Map(candidates.flatMap(([index, entry]) => ((bytes) => (bytes === null ? [] : [[index, bytes] as const]))(stateOf(entry))));
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
}
