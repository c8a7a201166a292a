import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeCustomer } from "@segue/shared/customers/customer-codec";
import type { Customer } from "@segue/shared/customers/customer";
import { evolve } from "@segue/shared/customers/evolve";
import { encodeCustomerUpdates, noEntries } from "@segue/shared/customers/update-codec";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { Batch, LogRecord } from "@segue/shared/ports/event-log";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { readNamingFile } from "@segue/platform/naming-file";
import { aPurchase } from "../../../test/builders.ts";
import { aModel } from "../../../test/segmentation.ts";
import { openTemporaryStore, temporaryFolder } from "../../../test/contracts/support/lmdb-folder.ts";
import type { OpenedStore } from "../../../test/contracts/support/opened-store.ts";
import { boardOf, readBoard } from "./board.ts";
import { noOffsets } from "./checkpoint.ts";
import { fromJson } from "@segue/platform/json-bytes";
import { modelsRecord } from "./outputs.ts";
import { createSegmenterProjection } from "./projection.ts";
import { restoreSegmenter, saveSegmenter } from "./snapshots.ts";

const config = { ...SEGMENTER_DEFAULTS, segmentation: "behaviour" as const, features: [], naming: readNamingFile() };
const DAY = 86_400_000;
const sweep: SegmentModelsRecord = { schema: 1, type: "sweep", time: DAY };

const asRecord = (offset: number, value: Uint8Array | null): LogRecord => ({ offset, key: "k", value, timestamp: 0 });
const batchOf = (topic: Batch["topic"], ...records: LogRecord[]): Batch => ({ topic, partition: 0, records, end: (records[records.length - 1]?.offset ?? -1) + 1 });

/** A customer's update after so many orders, each at its offset of `events`. */
function updateAfter(orders: number): Uint8Array {
  let customer: Customer | null = null;
  for (let offset = 0; offset < orders; offset++) {
    const evolved = evolve(customer, aPurchase({ id: `e${offset}`, customerId: "c1", orderId: `o${offset}` }), { time: 1_000 * offset, offset, defaultCurrency: "GBP" });
    if (evolved.outcome === "applied") customer = evolved.customer;
  }
  if (customer === null) throw new Error("nothing was applied");
  const customers = [{ customerId: "c1", version: orders - 1, state: encodeCustomer(customer) }];
  return encodeCustomerUpdates({ partition: 0, from: orders - 1, next: orders, clock: 1_000 * orders, customers }, noEntries());
}

let opened: OpenedStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.close());

async function start(epoch: number) {
  const segmenter = createSegmenter(config);
  const state = { segmenter, offsets: noOffsets(), source: [], terms: { latest: 0 } };
  const projection = await createSegmenterProjection({ ...state, store: opened.store, partitions: 1, epoch, metrics: createMetrics() });
  return { ...projection, segmenter, state };
}

describe("a segmenter whose turn is over", () => {
  it("publishes nothing once another has taken over, even before that one has done anything", async () => {
    const stale = await start(1);
    await stale.publish(sweep);
    const [before] = await opened.log.end("segment-models");
    const next = await start(2);
    await expect(stale.publish(sweep)).rejects.toMatchObject({ code: "checkpoint_moved" });
    expect(await opened.log.end("segment-models")).toEqual([(before ?? 0) + 1]);
    await next.publish(sweep);
    expect(await opened.log.end("segment-models")).toEqual([(before ?? 0) + 2]);
  });

  it("is not followed in what it has published all the same, between its look at the checkpoint and its writing", async () => {
    const { apply, segmenter, state } = await start(2);
    const command = (offset: number, record: SegmentModelsRecord, term?: number): LogRecord => asRecord(offset, modelsRecord(record, term).value);
    await apply(batchOf("segment-models", command(0, { schema: 1, type: "term", time: 0 }, 2), command(1, sweep, 1)));
    expect(segmenter.sweptAt).toBe(0);
    await apply(batchOf("segment-models", command(2, sweep, 2)));
    expect(segmenter.sweptAt).toBe(DAY);
    // What people ask for names no term.
    await apply(batchOf("segment-models", command(3, { schema: 1, type: "refit-requested", segmentation: "behaviour", time: DAY })));
    expect([segmenter.refitRequested, state.terms.latest]).toEqual([true, 2]);
  });

  it("names its term in what it publishes, and begins it in the log", async () => {
    const { publish } = await start(7);
    await publish(sweep);
    const records: unknown[] = [];
    const subscription = await opened.log.subscribe({ topics: ["segment-models"], group: "test", from: async () => 0, onFailure: (error) => records.push(error) }, async (batch) => {
      records.push(...batch.records.map(({ value }) => fromJson(value ?? new Uint8Array())));
    });
    await expect.poll(() => records.length).toBe(2);
    await subscription.close();
    expect(records).toEqual([{ schema: 1, type: "term", time: 0, term: 7 }, { ...sweep, term: 7 }]);
  });
});

describe("a segmenter", () => {
  it("does not take in an update twice, as an ingest publishes it whose store has gone back", async () => {
    const { apply, segmenter, source } = await start(0);
    await apply(batchOf("customer-updates", asRecord(0, updateAfter(1)), asRecord(1, updateAfter(2)), asRecord(2, updateAfter(3))));
    await apply(batchOf("customer-updates", asRecord(3, updateAfter(2))));
    expect([segmenter.totals.orders, source[0]]).toEqual([3, 3]);
    await apply(batchOf("customer-updates", asRecord(4, updateAfter(3)), asRecord(5, updateAfter(4))));
    expect([segmenter.totals.orders, source[0]]).toEqual([4, 4]);
  });

  it("leaves a snapshot that counts only as far as its work is stored", async () => {
    const { path, remove } = temporaryFolder();
    const offsets = noOffsets();
    offsets["segment-models"][0] = 1;
    await opened.log.append([modelsRecord(sweep)]);
    const snapshot = `${path}/segmenter.snapshot`;
    await saveSegmenter(snapshot, { segmenter: createSegmenter(config), offsets, source: [7], terms: { latest: 5 } }, opened.log);
    const restore = (committed: typeof offsets) => restoreSegmenter(snapshot, { config, log: opened.log, store: opened.store, committed, logger: createLogger("test", "silent") });
    expect(await restore(offsets)).toMatchObject({ offsets, source: [7], terms: { latest: 5 } });
    expect(await restore(noOffsets())).toMatchObject({ offsets: noOffsets(), source: [], terms: { latest: 0 } });
    remove();
  });

  it("lists the models of its own segmentation only", async () => {
    const { apply, segmenter } = await start(0);
    const model = (segmentation: "behaviour" | "taste"): SegmentModelsRecord => ({ schema: 1, type: "model", status: "candidate", time: 0, model: aModel([0], { segmentation, version: `${segmentation}-1`, features: [] }) });
    await apply(batchOf("segment-models", asRecord(0, modelsRecord(model("behaviour")).value), asRecord(1, modelsRecord(model("taste")).value)));
    expect(await readBoard(opened.store, boardOf(segmenter.config.segmentation).models)).toMatchObject([{ version: "behaviour-1", status: "candidate" }]);
  });
});
