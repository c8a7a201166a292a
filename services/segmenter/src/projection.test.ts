import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { createLogger } from "@segue/platform/logger";
import { createMetrics } from "@segue/platform/metrics";
import { readNamingFile } from "@segue/platform/naming-file";
import { openTemporaryStore, temporaryFolder } from "../../../test/contracts/support/lmdb-folder.ts";
import type { OpenedStore } from "../../../test/contracts/support/opened-store.ts";
import { noOffsets } from "./checkpoint.ts";
import { modelsRecord } from "./outputs.ts";
import { createSegmenterProjection } from "./projection.ts";
import { restoreSegmenter, saveSegmenter } from "./snapshots.ts";

const config = { ...SEGMENTER_DEFAULTS, segmentation: "behaviour" as const, features: [], naming: readNamingFile() };
const sweep = modelsRecord({ schema: 1, type: "sweep", time: 1 });

describe("a segmenter whose turn is over", () => {
  let opened: OpenedStore;
  beforeEach(async () => {
    opened = await openTemporaryStore();
  });
  afterEach(() => opened.close());
  const start = (epoch: number) =>
    createSegmenterProjection({ segmenter: createSegmenter(config), offsets: noOffsets(), source: [], store: opened.store, partitions: 1, epoch, metrics: createMetrics() });

  it("publishes nothing once another has taken over, even before that one has done anything", async () => {
    const stale = await start(1);
    await stale.publish(sweep);
    const next = await start(2);
    await expect(stale.publish(sweep)).rejects.toMatchObject({ code: "checkpoint_moved" });
    expect(await opened.log.end("segment-models")).toEqual([1]);
    await next.publish(sweep);
    expect(await opened.log.end("segment-models")).toEqual([2]);
  });

  it("leaves a snapshot that counts only as far as its work is stored", async () => {
    const { path, remove } = temporaryFolder();
    const offsets = noOffsets();
    offsets["segment-models"][0] = 1;
    await opened.log.append([sweep]);
    const snapshot = `${path}/segmenter.snapshot`;
    await saveSegmenter(snapshot, { segmenter: createSegmenter(config), offsets, source: [7] }, opened.log);
    const restore = (committed: typeof offsets) => restoreSegmenter(snapshot, { config, log: opened.log, committed, logger: createLogger("test", "silent") });
    expect(await restore(offsets)).toMatchObject({ offsets, source: [7] });
    expect(await restore(noOffsets())).toMatchObject({ offsets: noOffsets(), source: [] });
    remove();
  });
});
