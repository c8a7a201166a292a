import { decodeSums, viewCustomer } from "@segue/shared/customers/customer-codec";
import { decodeCustomerUpdates } from "@segue/shared/customers/update-codec";
import type { CustomerUpdates, UpdateEntry } from "@segue/shared/events/customer-update";
import type { Product } from "@segue/shared/events/product";
import type { RankerRecord } from "@segue/shared/events/ranker-record";
import type { SegmentChange, SegmentModelsRecord } from "@segue/shared/events/segments";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import { adoptAssociations } from "@segue/shared/recommendation/model/association-rows";
import { adoptRanker } from "@segue/shared/recommendation/model/adopt-ranker";
import { applyProduct } from "@segue/shared/recommendation/model/catalogue";
import { applyEntry, distinctBefore } from "@segue/shared/recommendation/fold";
import { segmentOf, setSegment, setTaste } from "@segue/shared/recommendation/model/memberships";
import { fromJson } from "@segue/platform/json-bytes";
import { productsBefore } from "@segue/shared/recommendation/stored-customer";
import type { StoredProduct } from "@segue/shared/recommendation/stored-customer";
import type { Pause } from "./pause.ts";
import { sweepErased } from "./erasures.ts";
import { isSampled, score } from "./quality.ts";
import type { SampledBasket } from "./quality.ts";
import type { Sampling } from "./sampling.ts";
import { NO_PREDICTIONS } from "./sampling.ts";
import { applyModelsRecord } from "./segment-book.ts";
import type { FoldedTopic, ServingState } from "./serving-state.ts";

export interface FoldOptions {
  /** Called between two steps, so that a long batch lets others have their turn. */
  readonly pause?: Pause;
  /** Which orders are predicted before they are learnt, none unless told otherwise. */
  readonly sampling?: Sampling;
}

type Settled = Required<FoldOptions>;

/** Takes a batch into the state. Between records the state is whole: a snapshot may be taken there. */
export async function foldBatch(state: ServingState, batch: Batch, { pause = async () => undefined, sampling = NO_PREDICTIONS }: FoldOptions = {}): Promise<void> {
  const topic = batch.topic as FoldedTopic;
  for (const record of batch.records) {
    if (record.offset < (state.offsets[topic][batch.partition] ?? 0)) continue;
    await foldRecord(state, { topic, record }, { pause, sampling });
    state.offsets[topic][batch.partition] = record.offset + 1;
    await pause();
  }
}

async function foldRecord(state: ServingState, { topic, record }: { topic: FoldedTopic; record: LogRecord }, options: Settled): Promise<void> {
  if (topic === "products") return foldProduct(state, record);
  if (record.value === null) return;
  switch (topic) {
    case "customer-updates":
      return foldUpdates(state, decodeCustomerUpdates(record.value), options);
    case "segment-models":
      return foldModels(state, fromJson(record.value) as SegmentModelsRecord);
    case "segment-changes":
      return applyChange(state, fromJson(record.value) as SegmentChange);
    case "rankers":
      return adoptRanker(state.model, fromJson(record.value) as RankerRecord);
    default:
      topic satisfies never;
  }
}

function foldProduct(state: ServingState, { key, value }: LogRecord): void {
  applyProduct(state.model, key, value === null ? null : (fromJson(value) as Product));
  state.catalogueRevision++;
}

function foldModels({ segments, model }: ServingState, record: SegmentModelsRecord): void {
  if (applyModelsRecord(segments, record) && record.type === "associations") adoptAssociations(model, record.associations);
}

function applyChange({ model }: ServingState, { customerId, segmentation, to }: SegmentChange): void {
  if (segmentation === "taste") setTaste(model, customerId, to);
  else setSegment(model, customerId, to);
}

async function foldUpdates(state: ServingState, published: CustomerUpdates, { pause, sampling }: Settled): Promise<void> {
  const applied = state.applied[published.partition] ?? 0;
  if (published.next <= applied) return;
  // What is published again may be cut in other places, and hold entries that are in here beside those that are not.
  const updates = { ...published, entries: published.entries.filter(({ offset }) => offset >= applied) };
  const varieties = varietiesOf(updates);
  const distinct = distinctBefore(updates.entries, (customerId) => varieties.get(customerId) ?? -1);
  const sampled = timed(sampling, () => sampledBaskets(updates, sampling.share()));
  for (const [index, entry] of updates.entries.entries()) {
    const { customerId } = entry;
    const basket = sampled.get(index);
    if (basket !== undefined) timed(sampling, () => score(state, { ...basket, segmentSlot: segmentOf(state.model, customerId) }));
    applyEntry(state.model, entry, { distinctBefore: distinct[index] ?? -1, products: () => productsAfter(updates, entry) });
    await sweepErased(state, pause);
    await pause();
  }
  state.clock = Math.max(state.clock, updates.clock);
  state.applied[updates.partition] = updates.next;
}

function timed<T>(sampling: Sampling, work: () => T): T {
  const begun = performance.now();
  const done = work();
  sampling.spend(performance.now() - begun);
  return done;
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

/** Baskets to predict before they are learnt, by entry: those of customers whose state before can be told from the one at the record's end. */
function sampledBaskets({ entries, customers }: CustomerUpdates, share: number): ReadonlyMap<number, SampledBasket> {
  const candidates = [...entries.entries()].filter(([, entry]) => isSampled(entry, share));
  if (candidates.length === 0) return new Map();
  const states = new Map(customers.map(({ customerId, state }) => [customerId, state]));
  const basketOf = (entry: UpdateEntry): SampledBasket[] => {
    const bytes = states.get(entry.customerId) ?? null;
    const later = entries.flatMap(({ customerId, offset, cause }) => (customerId === entry.customerId && offset > entry.offset ? [cause] : []));
    return bytes === null || later.some(({ type }) => type === "return" || type === "erase") ? [] : [{ entry, later, after: viewCustomer(entry.customerId, bytes) }];
  };
  return new Map(candidates.flatMap(([index, entry]) => basketOf(entry).map((basket) => [index, basket] as const)));
}
