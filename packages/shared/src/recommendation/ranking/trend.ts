import { scaleAt } from "../model/decay.ts";
import { toSeconds } from "../model/seconds.ts";
import type { SegmentCounts } from "../model/popularity-columns.ts";
import { contribution } from "../model/segment-counts.ts";
import type { ServingModel } from "../model/serving-model.ts";
import { DAY_MS, SETTINGS } from "../weights.ts";

const { floor, low, high, priorBaskets } = SETTINGS.trend;
const { priorCustomers: PRIOR, liftPrior: LIFT_PRIOR } = SETTINGS.segments;

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
 * With s = 2^(-(now - landmark) / 7 d) the recent baskets are A s. One basket's worth of lifetime popularity is
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

/** T_j = clip(p_j / (N_j / U + .002), .05, 20): how much more often a product is in recent baskets than its reach suggests (design 4.0 step 9). */
export function trendOf(model: ServingModel, moment: Moment, item: number): number {
  const reach = reachOf(model, model.items.columns.buyers[item]);
  const trend = (moment.recent * model.popularity.columns.recent[item]) / reach + moment.lifetime;
  return trend < low ? low : trend > high ? high : trend;
}

/** N_j / U + .002, how many customers know a product with so many buyers. */
export function reachOf({ totals }: ServingModel, buyers: number): number {
  return buyers / Math.max(1, totals.customers) + floor;
}

/** The share of recent baskets with the product, p_j, mixed with its lifetime share as {@link momentOf} says. */
export function popularityOf(model: ServingModel, moment: Moment, item: number): number {
  const { columns, totals } = model.popularity;
  return moment.recent * columns.recent[item] + (moment.lifetime * columns.baskets[item]) / Math.max(1, totals.baskets);
}

/** A model as of a moment. */
export interface AsOf {
  readonly model: ServingModel;
  readonly moment: Moment;
}

/** Whose share of a segment is asked for. */
export interface Viewer {
  /** Slot of the segment, negative for none. */
  readonly slot: number;
  /** What the customer who asks counts for in all (their products: scratch items, `own`), which is left out: else the share would be a personal score in disguise. */
  readonly own: number;
  /** Whether the segment counts them too. */
  readonly isMember: boolean;
}

/** The viewer of an indexed customer, or of nobody (-1), in a segment or a taste. */
export function viewerOf(model: ServingModel, self: number, slot: number): Viewer {
  if (self < 0) return { slot, own: 0, isMember: false };
  const { last, segment, taste } = model.customers.columns;
  return { slot, own: contribution(model, last[self]), isMember: slot >= 0 && (segment[self] === slot + 1 || taste[self] === slot + 1) };
}

/**
 * (A_sj + m q_j) / (A_s + m): the share of a segment's customers, decayed by 60 days, whose latest products have j, shrunk by
 * m = 20 customers to q_j, the same of all customers, which is shrunk to the popularity p_j likewise (design 2 and 3.2).
 */
export function segmentShare(asOf: AsOf, viewer: Viewer, item: number): number {
  const { model, moment } = asOf;
  if (viewer.slot < 0) return popularityOf(model, moment, item);
  const segment = model.popularity.segments[viewer.slot];
  const ownProduct = viewer.isMember ? model.scratch.items.own[item] : 0;
  const count = (segment.columns.counts[item] - ownProduct) * moment.slowScale;
  return (count + PRIOR * overallShare(asOf, viewer, item)) / (others(segment, moment, viewer) + PRIOR);
}

/** What a segment's customers count for, without the one who asks. */
function others({ total }: SegmentCounts, { slowScale }: Moment, { own, isMember }: Viewer): number {
  return (total - (isMember ? own : 0)) * slowScale;
}

/** What no {@link segmentShare} of a viewer's segment exceeds: `perCount` x counts + `rest`. */
export interface ShareBound {
  readonly counts: Float64Array;
  readonly perCount: number;
  readonly rest: number;
}

/** The share if all customers had the product, q_j = 1, and the one who asks had not; 0 for a viewer who is in none. */
export function shareBoundOf({ model, moment }: AsOf, viewer: Viewer): ShareBound {
  if (viewer.slot < 0) return { counts: model.popularity.everybody.columns.counts, perCount: 0, rest: 0 };
  const segment = model.popularity.segments[viewer.slot];
  const total = others(segment, moment, viewer) + PRIOR;
  return { counts: segment.columns.counts, perCount: moment.slowScale / total, rest: PRIOR / total };
}

/** q_j, the share of all customers. */
function overallShare({ model, moment }: AsOf, { own }: Viewer, item: number): number {
  const { everybody } = model.popularity;
  const count = (everybody.columns.counts[item] - model.scratch.items.own[item]) * moment.slowScale;
  return (count + PRIOR * popularityOf(model, moment, item)) / ((everybody.total - own) * moment.slowScale + PRIOR);
}

/**
 * (A_sj + k) / (A_s q_j + k): how many times as many of a segment's customers have the product as customers at large would, with k = 5
 * expected ones as prior, so that a product seen once or twice does not stand out.
 */
export function liftOf(asOf: AsOf, viewer: Viewer, item: number): number {
  if (viewer.slot < 0) return 1;
  const { model, moment } = asOf;
  const { columns, total } = model.popularity.segments[viewer.slot];
  const expected = total * moment.slowScale * overallShare(asOf, viewer, item);
  return (columns.counts[item] * moment.slowScale + LIFT_PRIOR) / (expected + LIFT_PRIOR);
}

/** base^exponent; the exponents in use are cheap roots. */
export function trendPower(trend: number, exponent: number): number {
  if (exponent === 1) return trend;
  const root = Math.sqrt(trend);
  if (exponent === 0.5) return root;
  return exponent === 0.75 ? root * Math.sqrt(root) : trend ** exponent;
}
