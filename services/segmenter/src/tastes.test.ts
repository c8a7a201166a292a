import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Customer } from "@segue/shared/customers/customer";
import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import { evolve } from "@segue/shared/customers/evolve";
import { encodeCustomerUpdates, noEntries } from "@segue/shared/customers/update-codec";
import type { SegmentChange } from "@segue/shared/events/segments";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import { SEGMENTATIONS } from "@segue/shared/segmentation/model";
import { refit } from "@segue/shared/segmentation/refit/refit";
import { refitInput } from "@segue/shared/segmentation/refit/schedule";
import { tasteConfig } from "@segue/shared/segmentation/segmenter-config";
import type { Summary } from "@segue/shared/segmentation/summary";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { readNamingFile } from "@segue/platform/naming-file";
import { aPurchase } from "../../../test/builders.ts";
import { openTemporaryStore, temporaryFolder } from "../../../test/contracts/support/lmdb-folder.ts";
import type { OpenedStore } from "../../../test/contracts/support/opened-store.ts";
import { eventually } from "../../../test/support/product.ts";
import { boardOf, readBoard } from "./board.ts";
import { showTasteGauges } from "./gauges.ts";
import { fromJson, toJson } from "@segue/platform/json-bytes";
import { modelsRecord } from "./outputs.ts";
import { committedOffsets, modelChecks, segmenterProgress } from "./progress.ts";
import { createSegmenterProjection } from "./projection.ts";
import { toSegments } from "./segment-reply.ts";
import { restoreSegmenter } from "./snapshots.ts";
import type { Restored } from "./snapshots.ts";
import { startSegmenter } from "./start.ts";

const naming = readNamingFile();
const config = { ...tasteConfig({ every: 7 * 86_400_000 }, naming), kRange: { min: 2, max: 2 } };
const logger = createLogger("test", "silent");
const WORDS = ["TEACUP", "LANTERN"];
const CUSTOMERS = 120;

const asRecord = (offset: number, value: Uint8Array | null, key = "k"): LogRecord => ({ offset, key, value, timestamp: 0 });
const batchOf = (topic: Batch["topic"], records: readonly LogRecord[]): Batch => ({ topic, partition: 0, records, end: (records.at(-1)?.offset ?? -1) + 1 });

const products = Array.from({ length: 20 }, (_, at) => asRecord(at, toJson({ productId: `${at % 2}-${at}`, title: `KIND ${at} ${WORDS[at % 2] ?? ""}` }), `${at % 2}-${at}`));

/** The update after a customer's first order, of three products of one kind. */
function updateOf(index: number): LogRecord {
  const items = [0, 2, 6].map((step) => ({ productId: `${index % 2}-${(index + step) % 20}`, quantity: 1, unitPrice: 2 }));
  const customerId = `c${index}`;
  const evolved = evolve(null, aPurchase({ id: `e${index}`, customerId, orderId: `o${index}`, items }), { time: 1_000 * (index + 1), offset: index, defaultCurrency: "GBP" });
  const state: Customer | null = evolved.outcome === "applied" ? evolved.customer : null;
  const customers = [{ customerId, version: index, state: state === null ? null : encodeCustomer(state) }];
  return asRecord(index, encodeCustomerUpdates({ partition: 0, from: index, next: index + 1, clock: 1_000 * (index + 1), customers }, noEntries()));
}

let opened: OpenedStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.close());

const projectionOf = (restored: Restored) => createSegmenterProjection({ ...restored, store: opened.store, partitions: 1, epoch: 0, metrics: createMetrics() });

async function shopWithoutModel() {
  const restored = await restoreSegmenter("none", { config, log: opened.log, store: opened.store, committed: await committedOffsets(opened.store, "taste"), logger });
  const projection = await projectionOf(restored);
  await projection.apply(batchOf("products", products));
  await projection.apply(batchOf("customer-updates", Array.from({ length: CUSTOMERS }, (_, index) => updateOf(index))));
  return { restored, projection };
}

async function foldedShop() {
  const { restored, projection } = await shopWithoutModel();
  const result = refit(refitInput(restored.segmenter));
  if (result.kind !== "model") throw new Error(result.message);
  await projection.apply(batchOf("segment-models", [asRecord(0, modelsRecord({ schema: 1, type: "model", model: result.model, status: "adopted", time: 0 }).value)]));
  return { restored, projection };
}

const tasteOf = async (id: string): Promise<string | undefined> => {
  const [bytes] = await opened.store.get("tastes", [id]);
  return bytes === undefined ? undefined : (fromJson(bytes) as { segmentId: string }).segmentId;
};

describe("the segmenter of tastes", () => {
  it("keeps who is in which segment beside the others, and publishes it as a taste", async () => {
    await foldedShop();
    expect(await tasteOf("c0")).toMatch(/^taste-/);
    expect(await tasteOf("c2")).toBe(await tasteOf("c0"));
    expect(await tasteOf("c1")).not.toBe(await tasteOf("c0"));
    expect(await opened.store.get("assignments", ["c0"])).toEqual([undefined]);
    expect(await opened.store.get("paths", ["c0"])).toEqual([undefined]);
    const changes: SegmentChange[] = [];
    const subscription = await opened.log.subscribe({ topics: ["segment-changes"], group: "test", from: async () => 0, onFailure: (error) => expect.fail(String(error)) }, async (batch) => {
      for (const { value } of batch.records) if (value !== null) changes.push(fromJson(value) as SegmentChange);
    });
    await eventually(async () => (changes.length >= CUSTOMERS ? true : undefined));
    await subscription.close();
    expect(changes.every(({ segmentation, to }) => segmentation === "taste" && to?.startsWith("taste-") === true)).toBe(true);
  });

  it("shows names and sizes, without what tastes are computed with", async () => {
    const { projection } = await foldedShop();
    await projection.refreshBoard();
    const summary = await readBoard<Summary>(opened.store, boardOf("taste").summary);
    expect(summary?.segments.map(({ segment }) => WORDS.find((word) => segment.name.toUpperCase().includes(word))).sort()).toEqual([...WORDS].reverse());
    expect(summary?.segments.reduce((sum, { size }) => sum + size, 0)).toBe(CUSTOMERS);
    expect(summary?.model).not.toHaveProperty("taste");
    for (const { means } of toSegments(summary, "taste", 0).segments) expect(Object.keys(means)).toEqual(["recency", "frequency", "monetary"]);
    expect(await readBoard(opened.store, boardOf("behaviour").summary)).toBeNull();
  });

  it("tells in gauges and for readiness that nobody has a taste before the first model", async () => {
    const { restored, projection } = await shopWithoutModel();
    const metrics = createMetrics();
    showTasteGauges(metrics, restored.segmenter);
    const text = await metrics.registry.metrics();
    expect(text).toContain(`taste_customers{taste="known"} 0\ntaste_customers{taste="unknown"} ${CUSTOMERS}`);
    expect(text).not.toMatch(/^taste_(segment_size|model_info)\{/m);
    await projection.refreshBoard();
    const [check] = await modelChecks(opened.store, ["taste"]);
    expect(check).toMatchObject({ name: "taste model", ready: true });
    expect(check?.detail).toContain(`there are ${CUSTOMERS}`);
  });

  it("tells in gauges and for readiness which tastes there are", async () => {
    const { restored, projection } = await foldedShop();
    const metrics = createMetrics();
    showTasteGauges(metrics, restored.segmenter);
    const text = await metrics.registry.metrics();
    for (const line of [`taste_customers{taste="known"} ${CUSTOMERS}`, `taste_customers{taste="unknown"} 0`, `taste_segment_size{segment_id="taste-1"} ${CUSTOMERS / 2}`, `taste_segment_size{segment_id="taste-2"} ${CUSTOMERS / 2}`]) expect(text).toContain(line);
    expect(text).toMatch(/^taste_model_info\{version="taste-[^"]+",k="2"\} 1$/m);
    expect(text).not.toMatch(/^segment_size\{/m);
    await projection.refreshBoard();
    const [, taste] = await modelChecks(opened.store, SEGMENTATIONS);
    expect(taste?.detail).toContain(`${CUSTOMERS} customers with a taste and 0 without`);
    expect((await segmenterProgress(opened.store, ["taste"])).map(({ group, topic, applied }) => [group, topic, ...applied])).toEqual([
      ["segmenter-tastes", "customer-updates", CUSTOMERS],
      ["segmenter-tastes", "segment-models", 1],
    ]);
  });

  it("has a checkpoint of its own, and does not write again what lies below it", async () => {
    const { projection } = await foldedShop();
    expect(await committedOffsets(opened.store, "taste")).toEqual({ "customer-updates": [CUSTOMERS], "segment-models": [1], products: [20] });
    expect(await committedOffsets(opened.store)).toEqual({ "customer-updates": [0], "segment-models": [0], products: [] });
    const before = await tasteOf("c0");
    await projection.apply(batchOf("customer-updates", [updateOf(0), updateOf(CUSTOMERS)]));
    expect(await tasteOf("c0")).toBe(before);
    expect(await tasteOf(`c${CUSTOMERS}`)).toBe(before);
  });

  it.each([true, false])("works, or not, as it is told (%s)", async (tastes) => {
    const { path: folder, remove } = temporaryFolder();
    const segmenter = await startSegmenter({
      log: opened.log,
      store: opened.store,
      metrics: createMetrics(),
      logger,
      clock: "event",
      features: [],
      kRange: { min: 4, max: 8 },
      refitDays: 7,
      naming,
      tastes,
      epoch: 0,
      snapshots: { behaviour: `${folder}/a`, taste: `${folder}/b`, everySeconds: 600 },
      onFailure: (error) => expect.fail(String(error)),
    });
    await segmenter.close();
    expect(await readBoard(opened.store, boardOf("behaviour").summary)).not.toBeNull();
    expect((await readBoard(opened.store, boardOf("taste").summary)) !== null).toBe(tastes);
    remove();
  });
});
