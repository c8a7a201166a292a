import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SegmentChange, SegmentModelsRecord } from "@segue/shared/events/segments";
import type { StateStore } from "@segue/shared/ports/state-store";
import { createLogger } from "@segue/platform/logger";
import { openTemporaryStore, temporaryFolder } from "../../../test/contracts/support/lmdb-folder.ts";
import type { OpenedStore } from "../../../test/contracts/support/opened-store.ts";
import { TASTE_BUYERS, foldWithModel, foldWithoutModel, publishedTo, segmenterWith, storedTaste } from "../../../test/support/taste-fold.ts";
import { boardOf, readBoard } from "./board.ts";
import { endSegmentation } from "./end-segmentation.ts";

const logger = createLogger("test", "silent");

let opened: OpenedStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.close());

describe("tastes that are switched off", () => {
  const snapshot = join(tmpdir(), `segue-tastes-${process.pid}.snapshot`);
  const switchOff = (store: StateStore = opened.store): Promise<void> => endSegmentation("taste", { store, logger, epoch: 0, snapshot });
  const ends = async () => Promise.all((["segment-models", "segment-changes"] as const).map((topic) => opened.log.end(topic)));
  /** A store whose process is killed before its nth commit. */
  const killedAt = (nth: number): StateStore => {
    let commits = 0;
    return { ...opened.store, commit: async (...args) => (++commits === nth ? Promise.reject(new Error("killed")) : opened.store.commit(...args)) };
  };
  const expectNoCustomerLeft = async (): Promise<void> => {
    expect((await opened.store.scan("tastes", { cursor: null, limit: 10 })).entries).toEqual([]);
    const latest = new Map((await publishedTo<SegmentChange>("segment-changes", opened)).map((change) => [change.customerId, change]));
    expect(latest.size).toBe(TASTE_BUYERS);
    expect([...latest.values()].filter(({ from, to, segmentation }) => from === null || to !== null || segmentation !== "taste")).toEqual([]);
  };

  it.each([1, 2, 3, 4])("are gone, also where the segmenter was killed before commit %i of three", async (nth) => {
    const { projection } = await foldWithModel(opened);
    await projection.refreshBoard();
    writeFileSync(snapshot, "customers");
    if (nth < 4) await expect(switchOff(killedAt(nth))).rejects.toThrow("killed");
    await switchOff();
    await expectNoCustomerLeft();
    for (const part of Object.values(boardOf("taste"))) expect(await readBoard(opened.store, part)).toBeNull();
    expect((await publishedTo<SegmentModelsRecord>("segment-models", opened)).map(({ type }) => type)).toEqual(["model", "ended"]);
    expect(existsSync(snapshot)).toBe(false);
    const before = await ends();
    await switchOff(killedAt(1));
    expect(await ends()).toEqual(before);
  });

  it("cost nothing where there were never any", async () => {
    await switchOff(killedAt(1));
    expect((await opened.store.read({ owner: "segmenter", partition: 1 }, [])).checkpoint).toBeNull();
    expect(await publishedTo("segment-models", opened)).toEqual([]);
  });

  it("begin anew when they are on again: without a model, with numbers that are not taken", async () => {
    await foldWithModel(opened);
    await switchOff();
    const { restored, projection } = await foldWithoutModel(opened);
    const { live, nextMajor, nextSegmentNumber } = restored.segmenter;
    expect({ live, nextMajor, nextSegmentNumber }).toEqual({ live: null, nextMajor: 2, nextSegmentNumber: 3 });
    expect((await publishedTo<SegmentModelsRecord>("segment-models", opened)).map(({ type }) => type)).toEqual(["model", "ended"]);
    expect(restored.offsets["segment-models"]).toEqual([2]);
    await projection.refreshBoard();
    expect(await readBoard(opened.store, boardOf("taste").summary)).toMatchObject({ modelVersion: null, totals: { customers: TASTE_BUYERS, unsegmented: TASTE_BUYERS } });
    expect(await storedTaste(opened, "c0")).toBeUndefined();
    // At work again, so that there is something to end.
    await switchOff();
    expect(await publishedTo("segment-models", opened)).toHaveLength(3);
  });

  it.each([2, 3])("go before they begin anew where the segmenter was killed before commit %i and finds them on again", async (nth) => {
    await foldWithModel(opened);
    await expect(switchOff(killedAt(nth))).rejects.toThrow("killed");
    const { path: folder, remove } = temporaryFolder();
    await (await segmenterWith(true, opened, folder)).close();
    remove();
    await expectNoCustomerLeft();
    expect(await readBoard(opened.store, boardOf("taste").models)).toBeNull();
  });

  it("are left to a segmenter that has taken over meanwhile", async () => {
    await foldWithModel(opened);
    const overtaken: StateStore = { ...opened.store, scan: async (...args) => (await endSegmentation("taste", { store: opened.store, logger, epoch: 7, snapshot }), opened.store.scan(...args)) };
    await expect(switchOff(overtaken)).rejects.toMatchObject({ code: "checkpoint_moved" });
  });
});
