import { noteAlarms, readingKey } from "./drift-alarms.ts";
import type { DriftReading } from "./drift-readings.ts";
import { driftReadings, largestShift } from "./drift-readings.ts";
import type { DriftMetric, DriftRule } from "./drift-rules.ts";
import { DRIFT_RULES, NEWS } from "./drift-rules.ts";
import { meanSilhouette } from "../quality/mean-silhouette.ts";
import type { Segmenter } from "../segmenter-state.ts";
import { servedVersion } from "../segmenter-state.ts";
import type { AlarmLevel, Breach, DriftWatch, WatchedDay } from "./watch-state.ts";
import { quietDay } from "./watch-state.ts";

const DAY = 86_400_000;
const WEEK = 7;
const FOUR_WEEKS = 28;
/** Weight of the newest silhouette. */
const SMOOTHING = 0.3;

/** Looks at every metric at the end of a sweep. */
export function watchDrift(segmenter: Segmenter): void {
  const { live, watch } = segmenter;
  if (live === null) return;
  const silhouette = meanSilhouette(segmenter, live).mean;
  watch.silhouette = watch.silhouette === null ? silhouette : watch.silhouette + SMOOTHING * (silhouette - watch.silhouette);
  endDay(watch);
  const day = Math.floor(segmenter.now / DAY);
  const weekAgo = watch.week.find((entry) => entry.day === day - WEEK);
  const readings = driftReadings(segmenter);
  const before = watch.breaches;
  watch.breaches = breachesOf(readings, { before, isNews: newsSince(weekAgo, live.tallies.histogram) });
  noteAlarms(watch, readings, { before, taken: { time: segmenter.now, modelVersion: servedVersion(live) } });
  const values = Object.fromEntries(readings.map((reading) => [readingKey(reading), reading.value]));
  watch.week = [...watch.week.filter((entry) => entry.day !== day), { day, counts: Array.from(live.tallies.histogram), values }].slice(-WEEK);
}

type IsNews = (reading: DriftReading) => boolean;

/** What has become that many times what it was, is more than this weekday does. */
const MORE_THAN_USUAL = 2;

/** Whether a breach is news: the customers differ from those of the same weekday a week ago, or the reading is at least twice that of then. */
function newsSince(weekAgo: WatchedDay | undefined, histogram: Float64Array): IsNews {
  if (weekAgo === undefined || largestShift(weekAgo.counts, histogram) > NEWS) return () => true;
  const { values } = weekAgo;
  if (values === null) return () => false;
  return (reading) => {
    const calm = reading.metric === "inertia_ratio" ? 1 : 0;
    return reading.value - calm >= MORE_THAN_USUAL * ((values[readingKey(reading)] ?? calm) - calm);
  };
}

/** The ratio of the day that ends is compared with those before it, and joins them afterwards. */
function endDay(watch: DriftWatch): void {
  const { lastDay } = watch;
  if (lastDay.updates > 0) watch.ratios = [...watch.ratios, lastDay.flips / lastDay.updates].slice(-FOUR_WEEKS);
  watch.lastDay = watch.today;
  watch.today = quietDay();
}

interface Before {
  readonly before: DriftWatch["breaches"];
  readonly isNews: IsNews;
}

function breachesOf(readings: readonly DriftReading[], { before, isNews }: Before): DriftWatch["breaches"] {
  const entries = readings.flatMap((reading): [string, Breach][] => {
    const breach = breachOf(reading, before[readingKey(reading)] ?? WITHIN, isNews);
    return breach.warn === 0 && breach.act === 0 ? [] : [[readingKey(reading), breach]];
  });
  return Object.fromEntries(entries);
}

const WITHIN: Breach = { warn: 0, act: 0, alarm: "none" };

/** An alarm that is on stays on as long as its threshold is exceeded. */
function breachOf(reading: DriftReading, was: Breach, isNews: IsNews): Breach {
  const rule: DriftRule = DRIFT_RULES[reading.metric];
  const warn = exceeds(reading, rule.warn) ? was.warn + 1 : 0;
  const act = exceeds(reading, rule.act) ? was.act + 1 : 0;
  const isOn = (sweeps: number, wasOn: boolean): boolean => sweeps > 0 && (wasOn || isAlarming(rule, sweeps, () => isNews(reading)));
  if (isOn(act, was.alarm === "act")) return { warn, act, alarm: "act" };
  return { warn, act, alarm: isOn(warn, was.alarm !== "none") ? "warn" : "none" };
}

function isAlarming(rule: DriftRule, sweeps: number, isNews: () => boolean): boolean {
  return sweeps >= rule.for && (!rule.weekly || sweeps > WEEK || isNews());
}

const exceeds = ({ value, noise }: DriftReading, threshold: number | null): boolean => threshold !== null && value >= threshold && value > noise;

/** A reading with its thresholds and the state of its alarm. */
export interface DriftItem extends Omit<DriftReading, "noise"> {
  /** The thresholds that hold for so many customers; `null` for what is only reported. */
  readonly warn: number | null;
  readonly act: number | null;
  /** Sweeps on end that must be beyond a threshold, and those that have been. */
  readonly for: number;
  readonly breaches: number;
  readonly alarm: AlarmLevel;
}

export function driftItems(segmenter: Segmenter): readonly DriftItem[] {
  return driftReadings(segmenter).map(({ noise, ...reading }) => {
    const rule: DriftRule = DRIFT_RULES[reading.metric];
    const breach = segmenter.watch.breaches[readingKey(reading)] as Breach | undefined;
    const floored = (threshold: number | null): number | null => (threshold === null ? null : Math.max(threshold, noise));
    return { ...reading, warn: floored(rule.warn), act: floored(rule.act), for: rule.for, breaches: breach?.warn ?? 0, alarm: breach?.alarm ?? "none" };
  });
}

/** A metric whose alarm asks for a refit; what segments are not made from asks for none. */
export function driftReason(segmenter: Segmenter): DriftMetric | null {
  const { features } = segmenter.config;
  const asking = driftReadings(segmenter).find((reading) => {
    const made = reading.feature === undefined || features.some(({ name }) => name === reading.feature);
    return made && DRIFT_RULES[reading.metric].refits && (segmenter.watch.breaches[readingKey(reading)] as Breach | undefined)?.alarm === "act";
  });
  return asking?.metric ?? null;
}
