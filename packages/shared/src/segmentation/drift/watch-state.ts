import type { DriftMetric } from "./drift-rules.ts";
import type { Scaler } from "../model.ts";
import type { PageHinkley } from "./page-hinkley.ts";
import { QUIET } from "./page-hinkley.ts";

export const ALARM_LEVELS = ["none", "warn", "act"] as const;
export type AlarmLevel = (typeof ALARM_LEVELS)[number];

/** For how many sweeps on end a reading has been beyond its thresholds, and the alarm that is on. */
export interface Breach {
  readonly warn: number;
  readonly act: number;
  readonly alarm: AlarmLevel;
}

/** An alarm at the moment it came on: once a refit has answered it, nothing else tells of it. */
export interface DriftAlarm {
  /** Stream time, epoch milliseconds. */
  readonly time: number;
  /** The served version that it was about. */
  readonly modelVersion: string;
  readonly metric: DriftMetric;
  readonly segment?: string;
  readonly feature?: string;
  readonly value: number;
  readonly level: AlarmLevel;
}

/** What the watch on drift remembers from sweep to sweep; plain data. */
export interface DriftWatch {
  /** By metric and what it speaks of; readings within their thresholds are not here. */
  breaches: Record<string, Breach>;
  /** The latest ones, newest last. */
  alarms: readonly DriftAlarm[];
  /** All that ever came on. */
  alarmTotals: Partial<Record<DriftMetric, { readonly warn: number; readonly act: number }>>;
  /** The last seven sweeps. */
  week: readonly WatchedDay[];
  /** Share of updates that changed a segment, day by day, four weeks of them. */
  ratios: number[];
  lastDay: Day;
  today: Day;
  /** Simplified silhouette at the sweeps, exponentially smoothed; `null` before the first. */
  silhouette: number | null;
  hinkley: { state: PageHinkley; total: number };
  churn: { model: number; data: number };
  transitions: Record<string, number>;
}

/** What is remembered of a day for a week. */
export interface WatchedDay {
  readonly day: number;
  /** The customers as histograms in the present scale. */
  readonly counts: readonly number[];
  /** The readings, by metric and what it speaks of; `null` where they were another model's. */
  readonly values: Readonly<Record<string, number>> | null;
}

interface Day {
  updates: number;
  /** Updates that changed the segment. */
  flips: number;
  /** Alarms of the Page-Hinkley test. */
  hinkley: number;
}

export const quietDay = (): Day => ({ updates: 0, flips: 0, hinkley: 0 });

export const quietWatch = (): DriftWatch => ({
  breaches: {},
  alarms: [],
  alarmTotals: {},
  week: [],
  ratios: [],
  lastDay: quietDay(),
  today: quietDay(),
  silhouette: null,
  hinkley: { state: QUIET, total: 0 },
  churn: { model: 0, data: 0 },
  transitions: {},
});

/** The customers at the adoption of a model, which they are compared with from then on; plain data. */
export interface DriftReference {
  /** Of all raw columns, features and context. */
  readonly scale: Scaler;
  /** By raw column and bin. */
  readonly counts: readonly number[];
  readonly silhouette: { readonly mean: number; readonly sd: number };
  /** Mean distance to the nearest centroid, and the coefficient of variation of its square. */
  readonly distance: number;
  readonly spread: number;
}
