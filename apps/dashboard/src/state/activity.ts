import type { ActivityReply } from "@segue/shared/api/activity";

type Point = Pick<ActivityReply["items"][number], "eventsPerSecond" | "freshnessMs">;

/** After so many steps without a word nothing has happened. */
const STEPS = 3;
const QUIET: Point = { eventsPerSecond: 0, freshnessMs: null };

/** What goes on now: the last stretch, or nothing where that is over. Both times are of the server's clock: the reader's may be wrong. */
export function lastActivity({ now, stepSeconds, items }: ActivityReply): Point {
  const last = items.at(-1);
  if (last === undefined || Date.parse(now) - Date.parse(last.time) > STEPS * stepSeconds * 1000) return QUIET;
  return last;
}

/** Points for a chart, with the stretches of quiet that are left out in the reply as zeros. */
export function filledActivity({ now, stepSeconds, items }: ActivityReply): readonly (readonly [number, number])[] {
  const step = stepSeconds * 1000;
  const points: (readonly [number, number])[] = [];
  for (const { time, eventsPerSecond } of items) {
    const at = Date.parse(time);
    const before = points.at(-1)?.[0];
    if (before !== undefined && at - before > 2 * step) points.push([before + step, 0], [at - step, 0]);
    points.push([at, eventsPerSecond]);
  }
  const last = points.at(-1)?.[0];
  const end = Date.parse(now);
  if (last !== undefined && end - last > STEPS * step) points.push([last + step, 0], [end, 0]);
  return points;
}

const HOUR = 3_600;

/** What was known with what was told since, an hour of it. */
export function withTold(before: ActivityReply, told: ActivityReply): ActivityReply {
  const last = before.items.at(-1)?.time ?? "";
  const items = [...before.items, ...told.items.filter(({ time }) => time > last)];
  return { ...told, items: items.slice(-HOUR / told.stepSeconds) };
}
