import type { ActivityReply } from "@segue/shared/api/activity";
import { useCallback } from "preact/hooks";
import type { ChartTheme } from "@segue/ui-tones/chart-theme";
import { Chart } from "../charts/chart.tsx";
import { lineOption } from "../charts/line-options.ts";
import { filledActivity } from "../state/activity.ts";
import { clockTime } from "../words/dates.ts";
import { rate } from "../words/numbers.ts";
import { Nothing } from "./states.tsx";

const HEIGHT = 150;

/** A peak so many times above the usual hides everything else. */
const TOO_HIGH = 20;

export function ActivityChart({ activity }: { readonly activity: ActivityReply }) {
  const { most, max } = scaleOf(activity);
  const option = useCallback(
    (theme: ChartTheme) => lineOption({ theme, series: [{ name: "events a second", colour: theme.accent, points: filledActivity(activity) }], format: rate, min: 0, max, time: clockTime }),
    [activity, max],
  );
  if (activity.items.length === 0) return <Nothing>Nothing has happened since the start. Events show here within seconds.</Nothing>;
  return (
    <>
      <Chart label={`Events a second over the last hour, at most ${rate(most)}`} option={option} height={HEIGHT} />
      {max !== undefined && <p class="card-note">A peak of {rate(most)} a second, while a backlog was caught up with, goes beyond the scale.</p>}
    </>
  );
}

/** The scale ends below a peak that stands far above nearly all else. */
function scaleOf({ items }: ActivityReply): { readonly most: number; readonly max: number | undefined } {
  const rates = items.map(({ eventsPerSecond }) => eventsPerSecond).sort((a, b) => a - b);
  const most = rates.at(-1) ?? 0;
  const usual = rates[Math.floor(rates.length * 0.9)] ?? 0;
  return { most, max: usual > 0 && most > TOO_HIGH * usual ? Math.ceil(usual * 1.5) : undefined };
}
