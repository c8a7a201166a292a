import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import { evolve } from "@segue/shared/customers/evolve";
import { addEntry, encodeCustomerUpdates, noEntries } from "@segue/shared/customers/update-codec";
import type { UpdateEntry } from "@segue/shared/events/customer-update";
import type { Associations } from "@segue/shared/associations/associations";
import type { ShopEvent } from "@segue/shared/events/index";
import type { RankerRecord } from "@segue/shared/events/ranker-record";
import type { SegmentChange, SegmentModelsRecord } from "@segue/shared/events/segments";
import { SEGMENTATIONS } from "@segue/shared/segmentation/model";
import { seededRandom } from "@segue/shared/math/random";
import type { Batch } from "@segue/shared/ports/event-log";
import { RANKER_FEATURES } from "@segue/shared/recommendation/ranking/features";

export interface PartitionedShopOptions {
  readonly seed: number;
  readonly partitions: number;
  readonly events: number;
  readonly customers: number;
  readonly products: number;
  readonly days: number;
}

export interface PartitionedShop {
  readonly customers: ReadonlyMap<string, Customer>;
  /** What each partition of `customer-updates`, `segment-changes` and `segment-models` holds, in order. */
  readonly logs: readonly (readonly Batch[])[];
  /** Epoch milliseconds of the end. */
  readonly end: number;
}

const START = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const SEGMENTS = ["seg-1", "seg-2", "seg-3"];
const TASTES = ["taste-1", "taste-2"];
type Place = Pick<SegmentChange, "segmentation" | "to">;
const NOWHERE: readonly Place[] = SEGMENTATIONS.map((segmentation) => ({ segmentation, to: null }));

/**
 * What ingest and segmenter would publish about a shop on a log of several partitions: purchases, whole days apart so that many
 * come at the same second, late ones, returns and erasures, and customers who move between segments and tastes. A few customers and products
 * come up far more often than the others. Twice it is told which products go together, of some before anybody bought them, and once by what trees to rank.
 */
export function partitionedShop(options: PartitionedShopOptions): PartitionedShop {
  const random = seededRandom(options.seed);
  const customers = new Map<string, Customer>();
  const updates = Array.from({ length: options.partitions }, (): Batch[] => []);
  const changes = Array.from({ length: options.partitions }, (): Batch[] => []);
  const chunks = Array.from({ length: options.partitions }, (): UpdateEntry[] => []);
  const current = { behaviour: new Map<string, string>(), taste: new Map<string, string>() };
  const move = (customerId: string, partition: number, { segmentation, to }: Place): void => {
    const from = current[segmentation].get(customerId) ?? null;
    if (from === to) return;
    if (to === null) current[segmentation].delete(customerId);
    else current[segmentation].set(customerId, to);
    append(changes, partition, { topic: "segment-changes", value: changeOf({ customerId, segmentation, from, to }) });
  };
  const publish = (partition: number): void => {
    append(updates, partition, { topic: "customer-updates", value: recordOf(partition, chunks[partition], customers) });
    chunks[partition] = [];
  };
  const live = (offset: number): void => {
    const number = Math.floor(options.customers * random() ** 3);
    const partition = number % options.partitions;
    const customerId = `customer-${number}`;
    const event = eventOf({ random, offset, customerId, products: options.products });
    const late = random() < 0.1 ? 40 : 0;
    const time = START + Math.max(0, Math.floor((offset * options.days) / options.events) - late) * DAY;
    const result = evolve(customers.get(customerId) ?? null, event, { time, offset, defaultCurrency: "GBP" });
    if (result.outcome !== "applied") return;
    if (result.customer === null) customers.delete(customerId);
    else customers.set(customerId, result.customer);
    chunks[partition].push({ offset, customerId, cause: result.cause });
    if (random() < 0.5) publish(partition);
    for (const to of result.customer === null ? NOWHERE : placesOf(random, number, offset / options.events)) move(customerId, partition, to);
  };
  for (let offset = 0; offset < options.events; offset++) live(offset);
  chunks.forEach((chunk, partition) => chunk.length > 0 && publish(partition));
  const models: Batch[][] = [[]];
  for (const step of [1, 7]) append(models, 0, { topic: "segment-models", value: togetherAt(step, options.products) });
  const rankers: Batch[][] = [[]];
  append(rankers, 0, { topic: "rankers", value: rankerOf(random) });
  return { customers, logs: [...updates, ...changes, ...models, ...rankers], end: START + options.days * DAY };
}

/** Sometimes another segment, sometimes another taste, which changes twice over the whole time. */
function placesOf(random: () => number, number: number, elapsed: number): readonly Place[] {
  if (random() < 0.3) return [{ segmentation: "behaviour", to: SEGMENTS[Math.floor(random() * SEGMENTS.length)] }];
  return [{ segmentation: "taste", to: TASTES[(number + Math.floor(3 * elapsed)) % TASTES.length] }];
}

function eventOf({ random, offset, customerId, products }: { readonly random: () => number; readonly offset: number; readonly customerId: string; readonly products: number }): ShopEvent {
  const common = { id: `event-${offset}`, customerId, time: new Date(START).toISOString() };
  const product = (): string => `product-${Math.floor(products * random() ** 2)}`;
  const kind = random();
  if (kind < 0.01) return { type: "erase", ...common };
  if (kind < 0.08) return { type: "return", ...common, orderId: `order-${offset}`, items: [{ productId: product(), quantity: 9 }] };
  const items = Array.from({ length: 1 + Math.floor(12 * random() ** 2) }, () => ({ productId: product(), quantity: 1, unitPrice: 1 }));
  return { type: "purchase", ...common, orderId: `order-${offset}`, items };
}

function recordOf(partition: number, entries: readonly UpdateEntry[], customers: ReadonlyMap<string, Customer>): Uint8Array {
  const encoded = noEntries();
  for (const entry of entries) addEntry(encoded, entry);
  const touched = [...new Set(entries.map(({ customerId }) => customerId))].map((customerId) => {
    const customer = customers.get(customerId);
    return { customerId, version: 0, state: customer === undefined ? null : encodeCustomer(customer).slice() };
  });
  return encodeCustomerUpdates({ partition, from: entries[0].offset, next: entries[entries.length - 1].offset + 1, clock: START, customers: touched }, encoded).slice();
}

function changeOf({ customerId, segmentation, from, to }: Pick<SegmentChange, "customerId" | "segmentation" | "from" | "to">): Uint8Array {
  const change: SegmentChange = { schema: 1, customerId, segmentation, from, to, modelVersion: `${segmentation}-1.0`, cause: "purchase", time: START };
  return Buffer.from(JSON.stringify(change));
}

/** Each product goes with the next ones of a walk with such steps. */
function togetherAt(step: number, products: number): Uint8Array {
  const numbers = [...new Array(products).keys()];
  const associations: Associations = {
    products: numbers.map((number) => `product-${number}`),
    partners: numbers.map((number) => [1, 2, 3].map((steps) => (number + steps * step) % products)),
    weights: numbers.map((number) => [500 - number, 300, 100 + number]),
    scale: 0.0003,
  };
  const record: SegmentModelsRecord = { schema: 1, type: "associations", associations, time: START };
  return Buffer.from(JSON.stringify(record));
}

/** Asks a few times for each feature. */
function rankerOf(random: () => number): Uint8Array {
  const trees = Array.from({ length: 4 * RANKER_FEATURES.length }, (_, tree) => ({ splits: [[tree % RANKER_FEATURES.length, 5 * random() ** 3]] as const, leaves: [random() / 4, random() / 4] }));
  const record: RankerRecord = { schema: 1, ranker: { features: RANKER_FEATURES, trees }, noted: 1_000, time: START };
  return Buffer.from(JSON.stringify(record));
}

function append(logs: readonly Batch[][], partition: number, { topic, value }: { readonly topic: Batch["topic"]; readonly value: Uint8Array }): void {
  const offset = logs[partition].length;
  logs[partition].push({ topic, partition, records: [{ offset, key: "", value, timestamp: 0 }], end: offset + 1 });
}
