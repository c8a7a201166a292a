import { scaleAt } from "./decay.ts";
import { toSeconds } from "./seconds.ts";
import type { ServingModel } from "./serving-model.ts";
import { DAY_MS, SETTINGS } from "./weights.ts";

const { floor, low, high, priorBaskets } = SETTINGS.trend;

/** What depends on the time of a request and on nothing else of it. */
export interface Moment {
  readonly now: number;
  /** Ages are counted to here, whole seconds ({@link SETTINGS.silence}). */
  readonly seconds: number;
  /** The share of recent baskets is `recent` A_j + `lifetime` x the lifetime share. */
  readonly recent: number;
  readonly lifetime: number;
  /** The same for what a segment buys is `scale` A_sj over `scale` A_s. */
  readonly slowScale: number;
}

/**
 * With s = 2^(-(now - landmark) / 14 d) the baskets of the last two weeks are A s. One basket's worth of lifetime popularity is
 * mixed in: recent = s / (A s + 1), lifetime = 1 / (A s + 1). In a living shop A s is in the hundreds and this changes nothing; when
 * the newest event is long past, A s goes to 0, the shares to the lifetime shares and every T to 1.
 */
export function momentOf(model: ServingModel, now: number): Moment {
  const { popularity, totals } = model;
  const reference = Math.min(now, totals.latest + SETTINGS.silence * DAY_MS);
  const scale = scaleAt(popularity.recentClock, now);
  const total = popularity.totals.recent * scale + priorBaskets;
  return {
    now,
    seconds: toSeconds(reference),
    recent: scale / total,
    lifetime: priorBaskets / total,
    slowScale: scaleAt(popularity.slowClock, now),
  };
}

/** T_j = clip(p14_j / (N_j / U + .002), .05, 20): how much more often a product is in recent baskets than its reach suggests (design 4.0 step 9). */
export function trendOf(model: ServingModel, moment: Moment, item: number): number {
  const reach = reachOf(model, model.items.columns.buyers[item]);
  const trend = (moment.recent * model.popularity.columns.recent[item]) / reach + moment.lifetime;
  return trend < low ? low : trend > high ? high : trend;
}

/** N_j / U + .002, how many customers know a product with so many buyers. */
export function reachOf({ totals }: ServingModel, buyers: number): number {
  return buyers / Math.max(1, totals.customers) + floor;
}

/** The share of recent baskets with the product, p14_j, mixed with its lifetime share as {@link momentOf} says. */
export function popularityOf(model: ServingModel, moment: Moment, item: number): number {
  const { columns, totals } = model.popularity;
  return moment.recent * columns.recent[item] + (moment.lifetime * columns.baskets[item]) / Math.max(1, totals.baskets);
}

/** (A_sj + m p_j) / (A_s + m): the share of a segment's baskets, shrunk to the global one by m = 20 baskets (design 2 and 3.2). */
export function segmentShare(model: ServingModel, moment: Moment, at: { readonly item: number; readonly slot: number }): number {
  const prior = popularityOf(model, moment, at.item);
  if (at.slot < 0) return prior;
  const slot = model.popularity.slots[at.slot];
  const m = SETTINGS.segments.priorBaskets;
  return (slot.columns.counts[at.item] * moment.slowScale + m * prior) / (slot.total * moment.slowScale + m);
}

/** base^exponent; the exponents in use are cheap roots. */
export function trendPower(trend: number, exponent: number): number {
  if (exponent === 1) return trend;
  const root = Math.sqrt(trend);
  if (exponent === 0.5) return root;
  return exponent === 0.75 ? root * Math.sqrt(root) : trend ** exponent;
}
