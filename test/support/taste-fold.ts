import type { Customer } from "@segue/shared/customers/customer";
import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import { evolve } from "@segue/shared/customers/evolve";
import { encodeCustomerUpdates, noEntries } from "@segue/shared/customers/update-codec";
import type { Batch, LogRecord, Topic } from "@segue/shared/ports/event-log";
import { refit } from "@segue/shared/segmentation/refit/refit";
import { refitInput } from "@segue/shared/segmentation/refit/schedule";
import { tasteConfig } from "@segue/shared/segmentation/segmenter-config";
import { fromJson, toJson } from "@segue/platform/json-bytes";
import type { Closeable } from "@segue/platform/lifecycle";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { readNamingFile } from "@segue/platform/naming-file";
import { readWhole } from "@segue/platform/read-whole";
import { modelsRecord } from "@segue/segmenter/outputs";
import { committedOffsets } from "@segue/segmenter/progress";
import { createSegmenterProjection } from "@segue/segmenter/projection";
import type { SegmenterProjection } from "@segue/segmenter/projection";
import { restoreSegmenter } from "@segue/segmenter/snapshots";
import type { Restored } from "@segue/segmenter/snapshots";
import { startSegmenter } from "@segue/segmenter/start";
import { expect } from "vitest";
import { aPurchase } from "../builders.ts";
import type { OpenedStore } from "../contracts/support/opened-store.ts";

/** A shop whose customers buy either of two kinds of things, for the segmenter of tastes. */
export const TASTE_WORDS = ["TEACUP", "LANTERN"];
export const TASTE_BUYERS = 120;

const naming = readNamingFile();
const config = { ...tasteConfig({ every: 7 * 86_400_000 }, naming), kRange: { min: 2, max: 2 } };
const logger = createLogger("test", "silent");

const asRecord = (offset: number, value: Uint8Array | null, key = "k"): LogRecord => ({ offset, key, value, timestamp: 0 });
export const batchOf = (topic: Batch["topic"], records: readonly LogRecord[]): Batch => ({ topic, partition: 0, records, end: (records.at(-1)?.offset ?? -1) + 1 });

const products = Array.from({ length: 20 }, (_, at) => asRecord(at, toJson({ productId: `${at % 2}-${at}`, title: `KIND ${at} ${TASTE_WORDS[at % 2] ?? ""}` }), `${at % 2}-${at}`));

/** The update after a customer's first order, of three products of one kind. */
export function updateOf(index: number): LogRecord {
  const items = [0, 2, 6].map((step) => ({ productId: `${index % 2}-${(index + step) % 20}`, quantity: 1, unitPrice: 2 }));
  const customerId = `c${index}`;
  const evolved = evolve(null, aPurchase({ id: `e${index}`, customerId, orderId: `o${index}`, items }), { time: 1_000 * (index + 1), offset: index, defaultCurrency: "GBP" });
  const state: Customer | null = evolved.outcome === "applied" ? evolved.customer : null;
  const customers = [{ customerId, version: index, state: state === null ? null : encodeCustomer(state) }];
  return asRecord(index, encodeCustomerUpdates({ partition: 0, from: index, next: index + 1, clock: 1_000 * (index + 1), customers }, noEntries()));
}

export interface TasteFold {
  readonly restored: Restored;
  readonly projection: SegmenterProjection;
}

export async function foldWithoutModel({ log, store }: OpenedStore): Promise<TasteFold> {
  const restored = await restoreSegmenter("none", { config, log, store, committed: await committedOffsets(store, "taste"), logger });
  const projection = await createSegmenterProjection({ ...restored, store, partitions: 1, epoch: 0, metrics: createMetrics() });
  await projection.apply(batchOf("products", products));
  await projection.apply(batchOf("customer-updates", Array.from({ length: TASTE_BUYERS }, (_, index) => updateOf(index))));
  return { restored, projection };
}

/** With a first model, which is in the log as well. */
export async function foldWithModel(opened: OpenedStore): Promise<TasteFold> {
  const { restored, projection } = await foldWithoutModel(opened);
  const result = refit(refitInput(restored.segmenter));
  if (result.kind !== "model") throw new Error(result.message);
  const record = modelsRecord({ schema: 1, type: "model", model: result.model, status: "adopted", time: 0 });
  await opened.log.append([record]);
  await projection.apply(batchOf("segment-models", [asRecord(0, record.value)]));
  return { restored, projection };
}

/** The segmenter, with its snapshots in `folder`. */
export function segmenterWith(tastes: boolean, { log, store }: OpenedStore, folder: string): Promise<Closeable> {
  const snapshots = { behaviour: `${folder}/a`, taste: `${folder}/b`, everySeconds: 600 };
  const onFailure = (error: unknown): void => expect.fail(String(error));
  return startSegmenter({ log, store, metrics: createMetrics(), logger, clock: "event", features: [], kRange: { min: 4, max: 8 }, refitDays: 7, naming, tastes, epoch: 0, snapshots, onFailure });
}

export async function storedTaste({ store }: OpenedStore, customerId: string): Promise<string | undefined> {
  const [bytes] = await store.get("tastes", [customerId]);
  return bytes === undefined ? undefined : (fromJson(bytes) as { segmentId: string }).segmentId;
}

/** All that was published to a topic. */
export async function publishedTo<T>(topic: Topic, { log }: OpenedStore): Promise<T[]> {
  const values: T[] = [];
  await readWhole({ log, topics: [topic], group: "test" }, ({ records }) => {
    for (const { value } of records) if (value !== null) values.push(fromJson(value) as T);
  });
  return values;
}
