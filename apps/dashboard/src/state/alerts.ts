import type { StatusReply } from "@segue/shared/api/status";
import type { DeadLettersReply, DriftReply, ModelsReply } from "../api.ts";
import { driftSubject, driftWords } from "../words/drift.ts";
import { count, counted } from "../words/numbers.ts";
import type { View } from "./address.ts";

/** Something to look at, and where. */
export interface Alert {
  readonly id: string;
  readonly level: "warn" | "bad";
  readonly text: string;
  readonly view: View;
}

/** What is known of the system; `null` where it is not. */
export interface Condition {
  readonly drift: DriftReply | null;
  readonly models: ModelsReply | null;
  readonly deadLetters: DeadLettersReply | null;
  readonly status: readonly StatusReply[];
  readonly segmentNames: ReadonlyMap<string, string>;
}

/** More records than this are not caught up with in a moment. */
const MUCH_LAG = 1_000;
/** Errors of the last so many milliseconds are news. */
const NEWS = 3_600_000;

/** What needs somebody's eyes, worst first. */
export function alertsOf(condition: Condition): readonly Alert[] {
  const alerts = [...systemAlerts(condition), ...driftAlerts(condition), ...modelAlerts(condition), ...letterAlerts(condition)];
  return alerts.sort((a, b) => Number(b.level === "bad") - Number(a.level === "bad"));
}

function systemAlerts({ status }: Condition): Alert[] {
  return status.flatMap(({ service, lag, checks, troubles, now }): Alert[] => {
    const behind = lag.filter(({ records }) => records > MUCH_LAG);
    const waiting = checks.filter(({ ready }) => !ready);
    const errors = troubles.filter(({ level, time }) => level !== "warn" && Date.parse(now) - Date.parse(time) < NEWS);
    return [
      ...behind.map(({ group, topic, records }): Alert => ({ id: `lag-${group}-${topic}`, level: "warn", text: `${group} is ${count(records)} records behind in ${topic}`, view: "operations" })),
      ...waiting.map(({ name, detail }): Alert => ({ id: `ready-${service}-${name}`, level: "warn", text: `${name} is not ready: ${detail}`, view: "operations" })),
      ...(errors.length === 0 ? [] : [{ id: `errors-${service}`, level: "bad" as const, text: `${counted(errors.length, ["error", "errors"])} in the last hour in ${service}`, view: "operations" as const }]),
    ];
  });
}

function driftAlerts({ drift, segmentNames }: Condition): Alert[] {
  return (drift?.items ?? []).flatMap(({ metric, segment, feature, alarm }): Alert[] => {
    if (alarm !== "act") return [];
    const what = driftSubject({ segment, feature }, segmentNames);
    const of = what === null ? "" : ` of ${what}`;
    return [{ id: `drift-${metric}-${segment ?? feature ?? ""}`, level: "warn", text: `${driftWords(metric).label}${of} is past its limit`, view: "drift" }];
  });
}

function modelAlerts({ models }: Condition): Alert[] {
  return (models?.items ?? []).flatMap(({ version, status }): Alert[] =>
    status === "candidate" ? [{ id: `candidate-${version}`, level: "warn", text: `The model ${version} waits to be adopted or rejected`, view: "operations" }] : [],
  );
}

function letterAlerts({ deadLetters }: Condition): Alert[] {
  const total = deadLetters?.total ?? 0;
  return total === 0 ? [] : [{ id: "dead-letters", level: "warn", text: `${counted(total, ["record", "records"])} could not be processed`, view: "operations" }];
}
