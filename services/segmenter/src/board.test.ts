import { describe, expect, it } from "vitest";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { SegmentModel } from "@segue/shared/segmentation/model";
import { fromJson } from "@segue/platform/json-bytes";
import { applyModelRecord } from "@segue/shared/segmentation/model-log";
import { applyCustomer } from "@segue/shared/segmentation/segmenter";
import { createSegmenter } from "@segue/shared/segmentation/segmenter-state";
import { aCustomerWith } from "../../../test/data.ts";
import { aConfig, aModel, featuresNamed } from "../../../test/segmentation.ts";
import { mapEntry, withModel } from "./board.ts";
import type { ModelEntry } from "./board.ts";

const model = (version: string): SegmentModel =>
  ({ version, fittedAt: 0, customers: 10, segments: [], silhouette: 0.5, inertia: 1, churn: null, transitions: [] }) as unknown as SegmentModel;
const fitted = (version: string, status: "adopted" | "candidate"): SegmentModelsRecord => ({ schema: 1, type: "model", model: model(version), status, time: 0 });
const decided = (type: "adopted" | "rejected", version: string): SegmentModelsRecord => ({ schema: 1, type, segmentation: "behaviour", version, time: 0 });
const after = (...records: SegmentModelsRecord[]): Record<string, string> =>
  Object.fromEntries(records.reduce<readonly ModelEntry[]>(withModel, []).map(({ version, status }) => [version, status]));

describe("the list of models", () => {
  it("has one that serves, whatever served before", () => {
    expect(after(fitted("1", "adopted"), fitted("2", "adopted"))).toEqual({ "1": "replaced", "2": "adopted" });
  });

  it("says why each was fitted", () => {
    const asked: SegmentModelsRecord = { schema: 1, type: "model", model: { ...model("1"), reason: "feature_psi" }, status: "adopted", time: 0 };
    expect(withModel(withModel([], asked), fitted("2", "adopted")).map(({ reason }) => reason)).toEqual(["feature_psi", undefined]);
  });

  it("keeps a candidate beside the one that serves until somebody decides", () => {
    const waiting = [fitted("1", "adopted"), fitted("2", "candidate")] as const;
    expect(after(...waiting)).toEqual({ "1": "adopted", "2": "candidate" });
    expect(after(...waiting, fitted("3", "candidate"))).toEqual({ "1": "adopted", "2": "replaced", "3": "candidate" });
    expect(after(...waiting, decided("adopted", "2"))).toEqual({ "1": "replaced", "2": "adopted" });
    expect(after(...waiting, decided("rejected", "2"))).toEqual({ "1": "adopted", "2": "rejected" });
  });
});

describe("the map", () => {
  const pointsOf = (size: number, model: boolean): readonly { readonly customerId: string; readonly segmentId: string; readonly values: readonly unknown[] }[] => {
    const segmenter = createSegmenter(aConfig({ features: featuresNamed("age") }));
    for (let at = 0; at < size; at++) {
      const customerId = `c${at}`;
      applyCustomer(segmenter, aCustomerWith({ customerId, profile: { age: { value: at % 2 === 0 ? 1 : 9, time: 0 } } }), { customerId, cause: "profile", now: 0 });
    }
    applyCustomer(segmenter, aCustomerWith({ customerId: "stranger" }), { customerId: "stranger", cause: "profile", now: 0 });
    if (model) applyModelRecord(segmenter, { schema: 1, type: "model", model: aModel([0, 10]), status: "adopted", time: 0 });
    return (fromJson(mapEntry(segmenter).value) as { value: ReturnType<typeof pointsOf> }).value;
  };

  it("shows all of a few customers who are in a segment", () => {
    expect(pointsOf(3, true)).toHaveLength(3);
    expect(pointsOf(3, true)).toContainEqual({ customerId: "c1", segmentId: "seg-2", values: [9] });
  });

  it("shows about 4,000 of more, the same ones every time", () => {
    const ids = pointsOf(6_000, true).map(({ customerId }) => customerId);
    expect(Math.abs(ids.length - 4_000)).toBeLessThan(150);
    expect(pointsOf(6_000, true).map(({ customerId }) => customerId)).toEqual(ids);
  });

  it("is empty before there is a model", () => {
    expect(pointsOf(3, false)).toEqual([]);
  });
});
