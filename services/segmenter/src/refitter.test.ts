import { describe, expect, it } from "vitest";
import { createLogger } from "@segue/platform/logger";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { refit } from "@segue/shared/segmentation/refit/refit";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { aConfig, aged, featuresNamed, put } from "../../../test/segmentation.ts";
import type { Fitted, RefitJob } from "./refit-thread.ts";
import { createRefitter } from "./refitter.ts";

/** A segmenter of customers of four ages, with its log: what is published stays unread until it is read back. */
function shop({ associations = null, onBacklog = () => undefined }: Partial<Fitted> & { readonly onBacklog?: (readBack: () => void) => void } = {}) {
  const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));
  for (let at = 0; at < 40; at++) put(segmenter, aged(`c${at}`, [20, 35, 50, 65][at % 4] ?? 0));
  const log: SegmentModelsRecord[] = [];
  const failures: unknown[] = [];
  let read = 0;
  let fits = 0;
  const fit = async ({ input }: RefitJob): Promise<Fitted> => {
    fits++;
    return { result: refit(input), associations };
  };
  const readBack = (): void => {
    for (; read < log.length; read++) if (log[read] !== undefined) applyModelRecord(segmenter, log[read] as SegmentModelsRecord);
  };
  const refitter = createRefitter({
    segmenter,
    publish: async (record) => void log.push(record),
    logger: createLogger("test", "silent"),
    backlog: async () => {
      onBacklog(readBack);
      return 0;
    },
    modelsRead: async () => read === log.length,
    thread: { fit, close: async () => undefined },
    onFailure: (error) => failures.push(error),
  });
  return { segmenter, refitter, log, readBack, failures, fits: () => fits };
}

const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a refitter", () => {
  it("publishes one model for one reason, however long that takes to be read back", async () => {
    const { refitter, log, readBack, fits } = shop();
    for (let look = 0; look < 5; look++) {
      await refitter.look();
      await aTurn();
    }
    expect([log.length, fits()]).toEqual([1, 1]);
    expect(log[0]).toMatchObject({ type: "model", status: "adopted", model: { version: "behaviour-1", reason: "first" } });
    readBack();
    await refitter.look();
    await aTurn();
    expect(log).toHaveLength(1);
  });

  it.each(["first", "requested"] as const)("is not started twice for one reason (%s) where its model is read back while it looks", async (reason) => {
    const { segmenter, refitter, log, fits } = shop({ onBacklog: (readBack) => readBack() });
    if (reason === "requested") applyModelRecord(segmenter, { schema: 1, type: "refit-requested", segmentation: "behaviour", time: 0 });
    for (let look = 0; look < 3; look++) {
      await refitter.look();
      await aTurn();
    }
    expect([log.length, fits()]).toEqual([1, 1]);
    expect(log[0]).toMatchObject({ type: "model", model: { reason } });
  });

  it("publishes what goes together before the model, so that neither is lost where the segmenter ends in between", async () => {
    const { refitter, log } = shop({ associations: { products: ["tea", "milk"], partners: [[1], [0]], weights: [[10], [7]], scale: 0.1 } });
    await refitter.look();
    await aTurn();

    expect(log.map(({ type }) => type)).toEqual(["associations", "model"]);
    expect(log[0]).toMatchObject({ associations: { products: ["tea", "milk"] } });
  });

  it("fits once for looks at the same time", async () => {
    const { refitter, log } = shop();
    await Promise.all([refitter.look(), refitter.look(), refitter.look()]);
    await aTurn();
    expect(log).toHaveLength(1);
  });

  it("lets a model wait that changes the segment of many, and adopts the next that agrees", async () => {
    const { segmenter, refitter, log, readBack } = shop();
    const fitNow = async (): Promise<string | undefined> => {
      applyModelRecord(segmenter, { schema: 1, type: "refit-requested", segmentation: "behaviour", time: 0 });
      await refitter.look();
      await aTurn();
      readBack();
      const last = log.at(-1);
      return last?.type === "model" ? last.status : undefined;
    };
    expect(await fitNow()).toBe("adopted");
    // Most of them change for good, each group into two.
    for (let at = 0; at < 40; at++) put(segmenter, aged(`c${at}`, [20, 80, 95, 110][(at >> 2) % 4] ?? 0));

    expect([await fitNow(), segmenter.live?.model.version]).toEqual(["candidate", "behaviour-1"]);
    expect([await fitNow(), segmenter.live?.model.version, segmenter.candidate]).toEqual(["adopted", "behaviour-3", null]);
  });
});
