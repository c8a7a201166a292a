import { DRIFT_METRICS } from "@segue/shared/segmentation/drift/drift-rules";
import type { DriftItem } from "@segue/shared/segmentation/drift/drift-watch";
import { refitDue } from "@segue/shared/segmentation/refit/schedule";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { summaryOf } from "@segue/shared/segmentation/summary";
import { ALARM_LEVELS } from "@segue/shared/segmentation/drift/watch-state";
import type { Metrics } from "@segue/platform/metrics";

/** Shows sizes, the model and drift as gauges; segments that are gone disappear. */
export function showGauges(metrics: Metrics, segmenter: Segmenter): void {
  const { segments, totals, drift, model, now, watch } = summaryOf(segmenter);
  metrics.segmentSize.reset();
  metrics.segmentModel.reset();
  for (const { segment, size } of segments) metrics.segmentSize.set({ segment_id: segment.id }, size);
  metrics.segmentRefitDue.set(dueIn(segmenter));
  metrics.unsegmented.set(totals.unsegmented);
  metrics.segmentPageHinkleyAlarms.set(watch.hinkleyAlarms);
  for (const [type, count] of Object.entries(watch.transitions)) metrics.segmentTransitions.set({ type }, count);
  for (const [metric, { warn, act }] of Object.entries(watch.alarmTotals)) {
    metrics.segmentDriftAlarms.set({ metric, level: "warn" }, warn);
    metrics.segmentDriftAlarms.set({ metric, level: "act" }, act);
  }
  showDrift(metrics, drift);
  if (model === null) return;
  metrics.segmentModel.set({ version: model.version, k: String(model.segments.length) }, 1);
  metrics.segmentModelAge.set(Math.max(0, now - model.fittedAt) / 1000);
  if (watch.silhouette !== null) metrics.segmentSilhouette.set(watch.silhouette);
}

/** Shows who has a taste and which there are; in gauges of their own, so that a sum over those of behaviour counts nobody twice. */
export function showTasteGauges(metrics: Metrics, segmenter: Segmenter): void {
  const { segments, totals, model } = summaryOf(segmenter);
  metrics.tasteSize.reset();
  metrics.tasteModel.reset();
  for (const { segment, size } of segments) metrics.tasteSize.set({ segment_id: segment.id }, size);
  metrics.tasteRefitDue.set(dueIn(segmenter));
  metrics.tasteCustomers.set({ taste: "known" }, totals.customers - totals.unsegmented);
  metrics.tasteCustomers.set({ taste: "unknown" }, totals.unsegmented);
  if (model !== null) metrics.tasteModel.set({ version: model.version, k: String(segments.length) }, 1);
}

const dueIn = (segmenter: Segmenter): number => (refitDue(segmenter, segmenter.now) === null ? 0 : 1);

function showDrift(metrics: Metrics, drift: readonly DriftItem[]): void {
  for (const metric of DRIFT_METRICS) {
    const items = drift.filter((item) => item.metric === metric);
    const gauge = metrics.segmentDrift[metric];
    gauge.reset();
    for (const { segment, feature, value } of items) gauge.set({ ...(segment === undefined ? {} : { segment_id: segment }), ...(feature === undefined ? {} : { feature }) }, value);
    metrics.segmentDriftAlarm.set({ metric }, Math.max(0, ...items.map(({ alarm }) => ALARM_LEVELS.indexOf(alarm))));
  }
}
