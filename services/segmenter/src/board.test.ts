import { describe, expect, it } from "vitest";
import type { SegmentModelsRecord } from "@segue/shared/events/segments";
import type { SegmentModel } from "@segue/shared/segmentation/model";
import { withModel } from "./board.ts";
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
