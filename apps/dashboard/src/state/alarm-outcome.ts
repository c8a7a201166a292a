import type { DriftReply, ModelsReply } from "../api.ts";

export type Alarm = DriftReply["alarms"][number];
type Model = ModelsReply["items"][number];

/** What became of an alarm: a model was fitted after it that serves, waits and so on; or it goes on, or its measure is back within its limits. */
export type AlarmOutcome = { readonly kind: "fitted"; readonly model: Model } | { readonly kind: "on" } | { readonly kind: "over" };

export interface Known {
  readonly items: DriftReply["items"];
  /** Oldest first. */
  readonly models: readonly Model[];
}

/** Only an alarm of level `act` brings a fit; whatever it was fitted for, the next model answers all alarms of its time. */
export function outcomeOf(alarm: Alarm, { items, models }: Known): AlarmOutcome {
  const next = models.find(({ version, fittedAt }) => !alarm.modelVersion.startsWith(`${version}.`) && Date.parse(fittedAt) >= Date.parse(alarm.time));
  if (alarm.level === "act" && next !== undefined) return { kind: "fitted", model: next };
  const now = items.find(({ metric, segment, feature }) => metric === alarm.metric && segment === alarm.segment && feature === alarm.feature);
  return { kind: now === undefined || now.alarm === "none" ? "over" : "on" };
}
