import { expect, it } from "vitest";
import { createMetrics } from "@segue/platform/metrics";
import { refit } from "@segue/shared/segmentation/refit/refit";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { refitInput } from "@segue/shared/segmentation/refit/schedule";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { aConfig, aged, featuresNamed, put } from "../../../test/segmentation.ts";
import { showGauges } from "./gauges.ts";

it("tells from when a refit is due until its model is there", async () => {
  const metrics = createMetrics();
  const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));
  const due = async (): Promise<string | undefined> => {
    showGauges(metrics, segmenter);
    return /^segment_refit_due (\d)$/mu.exec(await metrics.registry.metrics())?.[1];
  };
  expect(await due()).toBe("0");

  for (let at = 0; at < 40; at++) put(segmenter, aged(`c${at}`, [20, 35, 50, 65][at % 4] ?? 0));
  expect(await due()).toBe("1");

  const result = refit(refitInput(segmenter));
  if (result.kind !== "model") throw new Error(result.kind);
  expect(await due()).toBe("1");
  applyModelRecord(segmenter, { schema: 1, type: "model", model: result.model, status: "adopted", time: result.model.fittedAt });
  expect(await due()).toBe("0");
});
