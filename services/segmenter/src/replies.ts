import type { ActivityReply } from "@segue/shared/api/activity";
import type { DriftReply, ModelsReply } from "@segue/shared/api/segments";
import { DRIFT_METRICS, DRIFT_RULES } from "@segue/shared/segmentation/drift/drift-rules";
import type { RefitReason } from "@segue/shared/segmentation/model";
import type { Summary } from "@segue/shared/segmentation/summary";
import { STEP_SECONDS } from "./activity.ts";
import type { ActivityPoint } from "./activity.ts";
import type { ModelEntry } from "./board.ts";

const HELP = Object.fromEntries(DRIFT_METRICS.map((metric) => [metric, DRIFT_RULES[metric].help]));
const iso = (time: number): string => new Date(time).toISOString();

/** Drift as clients see it; nothing before the first model. */
export function toDrift(summary: Summary | null): DriftReply {
  const asOf = summary === null || summary.now === 0 ? null : iso(summary.now);
  return { modelVersion: summary?.modelVersion ?? null, asOf, items: [...(summary?.drift ?? [])], alarms: alarmsOf(summary), help: HELP };
}

const alarmsOf = (summary: Summary | null): DriftReply["alarms"] => (summary?.watch.alarms ?? []).map(({ time, ...alarm }) => ({ time: iso(time), ...alarm }));

/** The models as clients see them, newest last. */
export function toModels(models: readonly ModelEntry[]): ModelsReply {
  return { items: models.map(({ transitions: _transitions, fittedAt, reason, ...model }) => ({ ...model, ...reasonOf(reason), fittedAt: iso(fittedAt) })) };
}

/** A metric of drift asks by its alarm. */
function reasonOf(reason: RefitReason | undefined): Pick<ModelsReply["items"][number], "reason" | "metric"> {
  switch (reason) {
    case undefined:
      return {};
    case "first":
    case "requested":
    case "timer":
    case "growth":
      return { reason };
    default:
      return { reason: "drift", metric: reason };
  }
}

/** Activity as clients see it; `now` is wall time. */
export function toActivity(points: readonly ActivityPoint[], now: number): ActivityReply {
  return { now: iso(now), stepSeconds: STEP_SECONDS, items: points.map(({ time, ...point }) => ({ time: iso(time), ...point })) };
}
