import type { DriftReading } from "./drift-readings.ts";
import type { AlarmLevel, Breach, DriftWatch } from "./watch-state.ts";
import { ALARM_LEVELS } from "./watch-state.ts";

/** As many of the latest alarms are remembered. */
const MAX_ALARMS = 50;

type Breaches = Readonly<Record<string, Breach | undefined>>;

/** What a reading is remembered by. */
export const readingKey = ({ metric, segment, feature }: Pick<DriftReading, "metric" | "segment" | "feature">): string => [metric, segment ?? feature ?? ""].join(":");

/** Where and when the readings were taken. */
export interface Taken {
  readonly time: number;
  readonly modelVersion: string;
}

/** Notes the alarms that have come on or risen since the breaches of the last sweep. */
export function noteAlarms(watch: DriftWatch, readings: readonly DriftReading[], { before, taken }: { readonly before: Breaches; readonly taken: Taken }): void {
  const levelIn = (breaches: Breaches, key: string): AlarmLevel => breaches[key]?.alarm ?? "none";
  for (const { noise: _noise, ...reading } of readings) {
    const key = readingKey(reading);
    const level = levelIn(watch.breaches, key);
    if (ALARM_LEVELS.indexOf(level) <= ALARM_LEVELS.indexOf(levelIn(before, key))) continue;
    watch.alarms = [...watch.alarms, { ...taken, ...reading, level }].slice(-MAX_ALARMS);
    const counts = watch.alarmTotals[reading.metric] ?? { warn: 0, act: 0 };
    watch.alarmTotals[reading.metric] = level === "act" ? { ...counts, act: counts.act + 1 } : { ...counts, warn: counts.warn + 1 };
  }
}
