import type { Rejected } from "@segue/shared/api/problem";
import type { ShopEvent } from "@segue/shared/events/index";
import { parseEvent, timesProblem } from "@segue/shared/events/parse-event";
import type { EventValidator } from "@segue/shared/events/parse-event";
import type { EventLog, NewRecord } from "@segue/shared/ports/event-log";
import type { Clock } from "@segue/platform/clock";
import { toJson } from "@segue/platform/json-bytes";
import type { Metrics } from "@segue/platform/metrics";
import { formatPositions } from "@segue/shared/api/position";

export interface PublisherDeps {
  readonly log: EventLog;
  readonly validate: EventValidator;
  readonly clock: Clock;
  /** `true` while a replay of the past drives the clock: what comes from outside may not run ahead of it. */
  readonly replaying: boolean;
  readonly metrics: Metrics;
}

/** Version of the events' schema, in every logged event. */
const EVENT_VERSION = 1;

/** An element of a batch that could not even be read as JSON. */
export const UNREADABLE = Symbol("unreadable");
/** An erasure by somebody who may not erase. */
export const ERASURE_FORBIDDEN = Symbol("erasure forbidden");

export interface PublishResult {
  readonly accepted: number;
  readonly rejected: readonly Rejected[];
  /** Where the last accepted event of each partition stands; empty when none was accepted. */
  readonly position: string;
}

/** Puts good events into the log and says of each bad one why; resolves when the good ones are durable. */
export type Publish = (values: readonly unknown[]) => Promise<PublishResult>;

export function createPublisher(deps: PublisherDeps): Publish {
  return async (values) => {
    const now = deps.clock.now();
    const rejected: Rejected[] = [];
    const records: NewRecord[] = [];
    let newest = 0;
    for (const [index, value] of values.entries()) {
      const checked = check(deps, value, now);
      if ("code" in checked) {
        rejected.push({ index, ...checked });
        continue;
      }
      newest = Math.max(newest, checked.time);
      records.push({ topic: "events", key: checked.event.customerId, value: toJson({ ...checked.event, version: EVENT_VERSION }) });
    }
    for (const { code } of rejected) deps.metrics.eventsRejected.inc({ code, source: "http" });
    if (records.length === 0) return { accepted: 0, rejected, position: "" };
    const positions = await deps.log.append(records);
    deps.clock.observe(newest);
    deps.metrics.eventsAccepted.inc(records.length);
    return { accepted: records.length, rejected, position: formatPositions(positions) };
  };
}

type Checked = { readonly event: ShopEvent; readonly time: number } | Omit<Rejected, "index">;

/** An event as it will be logged: checked, and stamped with now where it names no time. */
function check(deps: PublisherDeps, value: unknown, now: number): Checked {
  if (value === UNREADABLE) return { code: "malformed_json", message: "this line is not valid JSON in UTF-8" };
  if (value === ERASURE_FORBIDDEN) return { code: "forbidden", message: "an erase event needs an API key with the scope erase" };
  const parsed = parseEvent(value, deps.validate);
  if (!parsed.ok) return parsed.rejection;
  const dated = dateEvent(deps, parsed.event, now);
  return timesProblem(dated.event, dated.time, Date.now()) ?? dated;
}

function dateEvent({ replaying, metrics }: PublisherDeps, event: ShopEvent, now: number): { readonly event: ShopEvent; readonly time: number } {
  const time = event.time === undefined ? now : Date.parse(event.time);
  const ahead = replaying && time > now;
  if (ahead) metrics.eventsClamped.inc();
  if (!ahead && event.time !== undefined) return { event, time };
  return { event: stamped(event, now), time: now };
}

function stamped<E extends ShopEvent>(event: E, now: number): E {
  return { ...event, time: new Date(now).toISOString() };
}
