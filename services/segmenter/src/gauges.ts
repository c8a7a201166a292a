import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { summaryOf } from "@segue/shared/segmentation/summary";
import type { Metrics } from "@segue/platform/metrics";

/** Shows sizes, shares and drift as gauges; segments that are gone disappear. */
export function showGauges(metrics: Metrics, segmenter: Segmenter): void {
  const { segments, totals, drift, modelVersion, model } = summaryOf(segmenter);
  metrics.segmentSize.reset();
  metrics.segmentShare.reset();
  metrics.segmentModel.reset();
  for (const { segment, size, share } of segments) {
    metrics.segmentSize.set({ segment_id: segment.id }, size);
    metrics.segmentShare.set({ segment_id: segment.id }, share);
  }
  metrics.unsegmented.set(totals.unsegmented);
  if (modelVersion !== null && model !== null) metrics.segmentModel.set({ version: model.version, k: String(model.segments.length) }, 1);
  if (drift === null) return;
  metrics.segmentDrift.set({ metric: "inertia_ratio" }, drift.inertiaRatio);
  metrics.segmentDrift.set({ metric: "psi" }, drift.psi);
  metrics.segmentDrift.set({ metric: "smallest_share" }, drift.smallestShare);
  metrics.segmentDrift.set({ metric: "centroid_shift" }, Math.max(0, ...drift.centroidShifts));
}
