import { capacityFor } from "./columns.ts";
import { advance, createClock, weightAt } from "./decay.ts";
import type { DecayClock } from "./decay.ts";
import { createTopList, lower, raise } from "./top-list.ts";
import type { TopList } from "./top-list.ts";
import { SETTINGS } from "./weights.ts";

/** How often products were bought: ever (P_j), in the last two weeks (A_j), in the last two months, and so by segment. */
export interface Popularity {
  readonly columns: {
    /** P_j, baskets with the product. */
    baskets: Int32Array;
    /** A_j, the same with a half-life of 14 days. */
    recent: Float64Array;
    /** The same with the half-life of pairs and segments. */
    slow: Float64Array;
  };
  readonly recentClock: DecayClock;
  readonly slowClock: DecayClock;
  /** Sums over baskets, not over products: P, A and the slow one. */
  readonly totals: { baskets: number; recent: number; slow: number };
  readonly topBaskets: TopList;
  readonly topRecent: TopList;
  /** By segment slot. */
  readonly slots: SlotPopularity[];
}

/** What one segment buys, on the slow clock. */
export interface SlotPopularity {
  readonly columns: { counts: Float64Array };
  /** Baskets of the segment. */
  total: number;
  readonly top: TopList;
}

export function createPopularity(): Popularity {
  const rows = capacityFor(0);
  return {
    columns: { baskets: new Int32Array(rows), recent: new Float64Array(rows), slow: new Float64Array(rows) },
    recentClock: createClock(SETTINGS.trend.halfLife),
    slowClock: createClock(SETTINGS.pairs.halfLife),
    totals: { baskets: 0, recent: 0, slow: 0 },
    topBaskets: createTopList(),
    topRecent: createTopList(),
    slots: [],
  };
}

export function createSlot(rows: number): SlotPopularity {
  return { columns: { counts: new Float64Array(capacityFor(rows)) }, total: 0, top: createTopList() };
}

/** One basket, or one product's part in it, on its way in or out. */
export interface Basket {
  readonly time: number;
  /** Segment slot, negative for none. */
  readonly slot: number;
  readonly recent: number;
  readonly slow: number;
}

/**
 * The forward-decay weights of a basket at `time`. Moves the landmarks first; returns what pair weights on the slow clock must be
 * multiplied with.
 */
export function weigh(popularity: Popularity, time: number, slot: number): { readonly basket: Basket; readonly pairFactor: number } {
  const { columns, totals } = popularity;
  const recentFactor = advance(popularity.recentClock, time);
  if (recentFactor !== 1) {
    multiply(columns.recent, recentFactor);
    totals.recent *= recentFactor;
  }
  const pairFactor = advance(popularity.slowClock, time);
  if (pairFactor !== 1) rescaleSlow(popularity, pairFactor);
  const basket = { time, slot, recent: weightAt(popularity.recentClock, time), slow: weightAt(popularity.slowClock, time) };
  return { basket, pairFactor };
}

/** Counts a basket; its products are counted by {@link addProduct}. */
export function addBasket(popularity: Popularity, basket: Basket): void {
  const { totals } = popularity;
  totals.baskets++;
  totals.recent += basket.recent;
  totals.slow += basket.slow;
  if (basket.slot >= 0) popularity.slots[basket.slot].total += basket.slow;
}

export function addProduct(popularity: Popularity, item: number, basket: Basket): void {
  const { columns } = popularity;
  columns.baskets[item]++;
  columns.recent[item] += basket.recent;
  columns.slow[item] += basket.slow;
  raise(popularity.topBaskets, columns.baskets, item);
  raise(popularity.topRecent, columns.recent, item);
  if (basket.slot < 0) return;
  const slot = popularity.slots[basket.slot];
  slot.columns.counts[item] += basket.slow;
  raise(slot.top, slot.columns.counts, item);
}

/** Takes a product out of `baskets` baskets, the last of them at the basket's time; nothing falls below 0. */
export function subtractProduct(popularity: Popularity, item: number, returned: { readonly basket: Basket; readonly baskets: number }): void {
  const { columns } = popularity;
  const { basket, baskets } = returned;
  columns.baskets[item] = Math.max(0, columns.baskets[item] - baskets);
  columns.recent[item] = Math.max(0, columns.recent[item] - basket.recent);
  columns.slow[item] = Math.max(0, columns.slow[item] - basket.slow);
  lower(popularity.topBaskets, columns.baskets, item);
  lower(popularity.topRecent, columns.recent, item);
  if (basket.slot < 0) return;
  const slot = popularity.slots[basket.slot];
  slot.columns.counts[item] = Math.max(0, slot.columns.counts[item] - basket.slow);
  lower(slot.top, slot.columns.counts, item);
}

function rescaleSlow(popularity: Popularity, factor: number): void {
  multiply(popularity.columns.slow, factor);
  popularity.totals.slow *= factor;
  for (const slot of popularity.slots) {
    multiply(slot.columns.counts, factor);
    slot.total *= factor;
  }
}

function multiply(column: Float64Array, factor: number): void {
  for (let i = 0; i < column.length; i++) column[i] *= factor;
}
