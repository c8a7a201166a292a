import { bytesIn, memoryBudget, memoryOf } from "@segue/shared/recommendation/model/memory";
import { rankerDue } from "@segue/shared/recommendation/model/adopt-ranker";
import type { Metrics } from "@segue/platform/metrics";
import { summarise } from "./quality.ts";
import type { Sampling } from "./sampling.ts";
import type { ServingState } from "./serving-state.ts";

/** Brings the gauges of memory, quality and ranker up to date. */
export function setGauges(metrics: Metrics, { model, quality, lessons }: ServingState, sampling: Sampling): void {
  for (const [part, bytes] of Object.entries(memoryOf(model))) metrics.modelBytes.set({ part }, bytes as number);
  metrics.modelBytes.set({ part: "lessons" }, bytesIn(lessons.columns));
  const { perProduct, perCustomer } = memoryBudget(model);
  metrics.modelBudget.set({ per: "product" }, perProduct);
  metrics.modelBudget.set({ per: "customer" }, perCustomer);
  metrics.qualityBaskets.set(quality.baskets);
  metrics.qualitySampling.set(sampling.share());
  metrics.lessons.set(lessons.noted);
  metrics.rankerLessons.set(model.ranker?.published.noted ?? 0);
  metrics.rankerDue.set(Number(rankerDue(model, lessons)));
  for (const { method, hitRate10, recall10, ndcg10 } of summarise(quality)) {
    metrics.quality.set({ method, metric: "hit_rate_10" }, hitRate10);
    metrics.quality.set({ method, metric: "recall_10" }, recall10);
    metrics.quality.set({ method, metric: "ndcg_10" }, ndcg10);
  }
}
