import { DRIFT_METRICS, DRIFT_RULES } from "@segue/shared/segmentation/drift/drift-rules";
import type { DriftMetric } from "@segue/shared/segmentation/drift/drift-rules";
import { AggregatorRegistry, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Every metric of the product is declared here. */
export interface Metrics {
  readonly registry: Registry;
  readonly eventsAccepted: Counter;
  readonly eventsRejected: Counter<"code" | "source">;
  readonly eventsRepeated: Counter;
  readonly eventsAfterErase: Counter;
  readonly eventsClamped: Counter;
  readonly returnsUnmatched: Counter;
  readonly eventsApplied: Counter<"type">;
  readonly lag: Gauge<"group" | "topic">;
  readonly freshness: Histogram<"group">;
  readonly requests: Histogram<"method" | "route" | "status">;
  readonly recommendations: Counter<"strategy" | "kind">;
  readonly repliesReused: Counter;
  readonly servedLists: Counter<"outcome">;
  readonly servedListsWaiting: Gauge;
  readonly modelBytes: Gauge<"part">;
  readonly modelBudget: Gauge<"per">;
  readonly quality: Gauge<"method" | "metric">;
  readonly qualityBaskets: Gauge;
  readonly qualitySampling: Gauge;
  readonly lessons: Gauge;
  readonly rankerLessons: Gauge;
  readonly rankerDue: Gauge;
  readonly segmentSize: Gauge<"segment_id">;
  /** By metric of drift; one of a segment or feature has a label for it. */
  readonly segmentDrift: Readonly<Record<DriftMetric, Gauge<"segment_id" | "feature">>>;
  readonly segmentDriftAlarm: Gauge<"metric">;
  readonly segmentDriftAlarms: Gauge<"metric" | "level">;
  readonly segmentSilhouette: Gauge;
  readonly segmentPageHinkleyAlarms: Gauge;
  readonly segmentTransitions: Gauge<"type">;
  readonly segmentModelAge: Gauge;
  readonly segmentRefitDue: Gauge;
  readonly partitionHalted: Gauge<"partition">;
  readonly segmentModel: Gauge<"version" | "k">;
  readonly segmentReassignments: Counter;
  readonly unsegmented: Gauge;
  readonly tasteSize: Gauge<"segment_id">;
  readonly tasteCustomers: Gauge<"taste">;
  readonly tasteRefitDue: Gauge;
  readonly tasteModel: Gauge<"version" | "k">;
}

const FRESHNESS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
const REQUEST_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** A registry of its own with all metrics at zero. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const common = { registers: [registry] };
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) => new Counter<L>({ name, help, labelNames, ...common });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) => new Gauge<L>({ name, help, labelNames, ...common });
  return {
    registry,
    eventsAccepted: counter("segue_events_accepted_total", "Events taken over HTTP and durable in the log"),
    eventsRejected: counter("segue_events_rejected_total", "Events and rows refused, by reason and by where they came in", ["code", "source"]),
    eventsRepeated: counter("segue_events_repeated_total", "Events dropped because their id was among the customer's latest"),
    eventsAfterErase: counter("segue_events_after_erase_total", "Events dropped because they are older than their customer's erasure"),
    eventsClamped: counter("segue_events_clamped_total", "Events from after the replay's now that were given the replay's now"),
    returnsUnmatched: counter("segue_returns_unmatched_total", "Returned lines whose product is not in the customer's history"),
    eventsApplied: counter("segue_events_applied_total", "Events that changed a customer", ["type"]),
    lag: gauge("segue_lag_records", "Records a reader has still to apply", ["group", "topic"]),
    freshness: new Histogram({
      name: "segue_freshness_seconds",
      help: "Time from a record's append to its effect in a reader, for live records",
      labelNames: ["group"],
      buckets: FRESHNESS_BUCKETS,
      ...common,
    }),
    requests: new Histogram({
      name: "segue_http_request_duration_seconds",
      help: "HTTP requests by route and status",
      labelNames: ["method", "route", "status"],
      buckets: REQUEST_BUCKETS,
      ...common,
    }),
    recommendations: counter("segue_recommendations_total", "Recommended items by strategy and kind of reason", ["strategy", "kind"]),
    repliesReused: counter("segue_replies_reused_total", "Recommendation replies answered again without scoring"),
    servedLists: counter("segue_served_lists_total", "Sampled recommendation lists by what became of their record: logged, or dropped where the log could not take it", ["outcome"]),
    servedListsWaiting: gauge("segue_served_lists_waiting", "Recommendation lists that are to be logged and are not yet"),
    modelBytes: gauge("segue_model_bytes", "Memory of the serving model outside the heap, by part", ["part"]),
    modelBudget: gauge("segue_model_budget_bytes", "Most memory outside the heap that the serving model takes for one more product, or one more customer who is looked up", ["per"]),
    quality: gauge("segue_quality", "How well the latest sampled orders were predicted before they were learnt, by method", ["method", "metric"]),
    qualityBaskets: gauge("segue_quality_orders", "Orders that were predicted before they were learnt"),
    qualitySampling: gauge("segue_quality_sampling", "Share of the orders that are predicted before they are learnt, as of now"),
    lessons: gauge("segue_ranker_lessons", "Predicted orders that the ranker could be fitted to so far"),
    rankerLessons: gauge("segue_ranker_fitted_lessons", "How many of them there were when the ranker that serves was fitted; 0 for no ranker"),
    rankerDue: gauge("segue_ranker_due", "1 while a ranker is to be fitted, or is being fitted, and is not there yet"),
    segmentSize: gauge("segment_size", "Customers in a segment", ["segment_id"]),
    segmentDrift: driftGauges((name, help) => gauge(name, help, ["segment_id", "feature"])),
    segmentDriftAlarm: gauge("segment_drift_alarm", "The highest alarm of a metric of drift: 0 none, 1 warn, 2 act", ["metric"]),
    segmentDriftAlarms: gauge("segment_drift_alarms_total", "Alarms of drift that have come on so far", ["metric", "level"]),
    segmentSilhouette: gauge("segment_silhouette", "Simplified silhouette at the daily sweeps, exponentially smoothed"),
    segmentPageHinkleyAlarms: gauge("segment_page_hinkley_alarm_total", "Alarms of the Page-Hinkley test on the distance to the centroids so far"),
    segmentTransitions: gauge("segment_transitions_total", "What became of segments at refits so far", ["type"]),
    segmentModelAge: gauge("segment_model_age_seconds", "Stream time since the fit of the model that serves"),
    segmentRefitDue: gauge("segment_refit_due", "1 while a refit is due, or is being fitted, and its model is not there yet"),
    partitionHalted: gauge("partition_halted", "1 where a partition of events stands still because too much of it cannot be processed", ["partition"]),
    segmentModel: gauge("segment_model_info", "1 for the model that serves", ["version", "k"]),
    segmentReassignments: counter("segment_reassignments_total", "Published changes of a customer's segment"),
    unsegmented: gauge("segment_unsegmented", "Customers of whom no feature is known"),
    tasteSize: gauge("taste_segment_size", "Customers in a segment of tastes", ["segment_id"]),
    tasteCustomers: gauge("taste_customers", "Customers with a taste, and those without any yet", ["taste"]),
    tasteRefitDue: gauge("taste_refit_due", "1 while a refit of tastes is due, or is being fitted, and its model is not there yet"),
    tasteModel: gauge("taste_model_info", "1 for the model of tastes that serves", ["version", "k"]),
  };
}

/** Their names are those of the metrics but for the two that a refit sets. */
function driftGauges(gauge: (name: string, help: string) => Gauge<"segment_id" | "feature">): Metrics["segmentDrift"] {
  const nameOf = (metric: DriftMetric): string => (metric.endsWith("_churn") ? `segment_refit_${metric}` : metric === "model_age" ? "segment_model_age_periods" : `segment_${metric}`);
  return Object.fromEntries(DRIFT_METRICS.map((metric) => [metric, gauge(nameOf(metric), DRIFT_RULES[metric].help)])) as Metrics["segmentDrift"];
}

/** One part of a process's metrics, as plain data: registries of worker threads cross to the main thread like this. */
export type MetricsSource = () => Promise<readonly object[]>;

/** The text exposition of several sources added up. */
export async function exposeMetrics(sources: readonly MetricsSource[]): Promise<string> {
  const parts = await Promise.all(sources.map((source) => source()));
  return AggregatorRegistry.aggregate(parts as object[]).metrics();
}
