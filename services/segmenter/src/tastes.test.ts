import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SegmentChange } from "@segue/shared/events/segments";
import { SEGMENTATIONS } from "@segue/shared/segmentation/model";
import type { Summary } from "@segue/shared/segmentation/summary";
import { createMetrics } from "@segue/platform/metrics";
import { openTemporaryStore, temporaryFolder } from "../../../test/contracts/support/lmdb-folder.ts";
import type { OpenedStore } from "../../../test/contracts/support/opened-store.ts";
import { TASTE_BUYERS, TASTE_WORDS, batchOf, foldWithModel, foldWithoutModel, publishedTo, segmenterWith, storedTaste, updateOf } from "../../../test/support/taste-fold.ts";
import { boardOf, readBoard } from "./board.ts";
import { showTasteGauges } from "./gauges.ts";
import { committedOffsets, modelChecks, segmenterProgress } from "./progress.ts";
import { toSegments } from "./segment-reply.ts";

let opened: OpenedStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.close());

describe("the segmenter of tastes", () => {
  it("keeps who is in which segment beside the others, and publishes it as a taste", async () => {
    await foldWithModel(opened);
    expect(await storedTaste(opened, "c0")).toMatch(/^taste-/);
    expect(await storedTaste(opened, "c2")).toBe(await storedTaste(opened, "c0"));
    expect(await storedTaste(opened, "c1")).not.toBe(await storedTaste(opened, "c0"));
    expect(await opened.store.get("assignments", ["c0"])).toEqual([undefined]);
    expect(await opened.store.get("paths", ["c0"])).toEqual([undefined]);
    const changes = await publishedTo<SegmentChange>("segment-changes", opened);
    expect(changes).toHaveLength(TASTE_BUYERS);
    expect(changes.every(({ segmentation, to }) => segmentation === "taste" && to?.startsWith("taste-") === true)).toBe(true);
  });

  it("shows names and sizes, without what tastes are computed with", async () => {
    const { projection } = await foldWithModel(opened);
    await projection.refreshBoard();
    const summary = await readBoard<Summary>(opened.store, boardOf("taste").summary);
    expect(summary?.segments.map(({ segment }) => TASTE_WORDS.find((word) => segment.name.toUpperCase().includes(word))).sort()).toEqual([...TASTE_WORDS].reverse());
    expect(summary?.segments.reduce((sum, { size }) => sum + size, 0)).toBe(TASTE_BUYERS);
    expect(summary?.model).not.toHaveProperty("taste");
    for (const { means } of toSegments(summary, "taste", 0).segments) expect(Object.keys(means)).toEqual(["recency", "frequency", "monetary"]);
    expect(await readBoard(opened.store, boardOf("behaviour").summary)).toBeNull();
  });

  it("tells in gauges and for readiness that nobody has a taste before the first model", async () => {
    const { restored, projection } = await foldWithoutModel(opened);
    const metrics = createMetrics();
    showTasteGauges(metrics, restored.segmenter);
    const text = await metrics.registry.metrics();
    expect(text).toContain("\ntaste_refit_due 1\n");
    expect(text).toContain(`taste_customers{taste="known"} 0\ntaste_customers{taste="unknown"} ${TASTE_BUYERS}`);
    expect(text).not.toMatch(/^taste_(segment_size|model_info)\{/m);
    await projection.refreshBoard();
    const [check] = await modelChecks(opened.store, ["taste"]);
    expect(check).toMatchObject({ name: "taste model", ready: true });
    expect(check?.detail).toContain(`there are ${TASTE_BUYERS}`);
  });

  it("tells in gauges and for readiness which tastes there are", async () => {
    const { restored, projection } = await foldWithModel(opened);
    const metrics = createMetrics();
    showTasteGauges(metrics, restored.segmenter);
    const text = await metrics.registry.metrics();
    for (const line of [`taste_customers{taste="known"} ${TASTE_BUYERS}`, `taste_customers{taste="unknown"} 0`, `taste_segment_size{segment_id="taste-1"} ${TASTE_BUYERS / 2}`, `taste_segment_size{segment_id="taste-2"} ${TASTE_BUYERS / 2}`]) expect(text).toContain(line);
    expect(text).toContain("\ntaste_refit_due 0\n");
    expect(text).toMatch(/^taste_model_info\{version="taste-[^"]+",k="2"\} 1$/m);
    expect(text).not.toMatch(/^segment_size\{/m);
    await projection.refreshBoard();
    const [, taste] = await modelChecks(opened.store, SEGMENTATIONS);
    expect(taste?.detail).toContain(`${TASTE_BUYERS} customers with a taste and 0 without`);
    expect((await segmenterProgress(opened.store, ["taste"])).map(({ group, topic, applied }) => [group, topic, ...applied])).toEqual([
      ["segmenter-tastes", "customer-updates", TASTE_BUYERS],
      ["segmenter-tastes", "segment-models", 1],
    ]);
  });

  it("has a checkpoint of its own, and does not write again what lies below it", async () => {
    const { projection } = await foldWithModel(opened);
    expect(await committedOffsets(opened.store, "taste")).toEqual({ "customer-updates": [TASTE_BUYERS], "segment-models": [1], products: [20] });
    expect(await committedOffsets(opened.store)).toEqual({ "customer-updates": [0], "segment-models": [0], products: [] });
    const before = await storedTaste(opened, "c0");
    await projection.apply(batchOf("customer-updates", [updateOf(0), updateOf(TASTE_BUYERS)]));
    expect(await storedTaste(opened, "c0")).toBe(before);
    expect(await storedTaste(opened, `c${TASTE_BUYERS}`)).toBe(before);
  });

  it.each([true, false])("works, or not, as it is told (%s)", async (tastes) => {
    const { path: folder, remove } = temporaryFolder();
    await (await segmenterWith(tastes, opened, folder)).close();
    expect(await readBoard(opened.store, boardOf("behaviour").summary)).not.toBeNull();
    expect((await readBoard(opened.store, boardOf("taste").summary)) !== null).toBe(tastes);
    remove();
  });
});
