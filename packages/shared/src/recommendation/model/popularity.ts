import { ERA_FACTOR, advance, eraOf, weightAt } from "./decay.ts";
import type { Popularity } from "./popularity-columns.ts";
import type { ServingModel } from "./serving-model.ts";
import { lower, raise } from "./top-list.ts";

/** One basket, or one product's part in it, on its way in or out. */
export interface Basket {
  readonly time: number;
  /** Weight on the recent clock in units of its own era, and how many eras ago that is. */
  readonly recent: number;
  readonly erasAgo: number;
  readonly slow: number;
}

/** The weights of a basket at `time`; moves the clocks on first. `slowMoved` says by how many eras the slow one has moved. */
export function weigh(popularity: Popularity, time: number): { readonly basket: Basket; readonly slowMoved: number } {
  const { recentClock, slowClock } = popularity;
  const moved = advance(recentClock, time);
  if (moved > 0) beginEra(popularity, moved);
  const slowMoved = advance(slowClock, time);
  if (slowMoved > 0) multiply(popularity.columns.slow, ERA_FACTOR ** slowMoved);
  const era = eraOf(recentClock, time);
  const basket = { time, recent: weightAt(recentClock, time, era), erasAgo: recentClock.era - era, slow: weightAt(slowClock, time) };
  return { basket, slowMoved };
}

/** Counts a basket; its products are counted by {@link addProduct}. */
export function addBasket({ totals }: Popularity, basket: Basket): void {
  totals.baskets++;
  if (basket.erasAgo === 0) totals.recentNow += basket.recent;
  if (basket.erasAgo === 1) totals.recentBefore += basket.recent;
  totals.recent = totals.recentNow + totals.recentBefore * ERA_FACTOR;
}

export function addProduct(model: ServingModel, item: number, basket: Basket): void {
  const { columns, topBaskets, topRecent } = model.popularity;
  const { hash: hashes } = model.items.columns;
  columns.baskets[item]++;
  columns.slow[item] += basket.slow;
  addRecent(model.popularity, item, { erasAgo: basket.erasAgo, weight: basket.recent });
  raise(topBaskets, { values: columns.baskets, hashes }, item);
  const category = model.items.columns.category[item];
  if (category > 0) raise(model.categories.tops[category], { values: columns.baskets, hashes }, item);
  raise(topRecent, { values: columns.recent, hashes }, item);
}

/** Takes a product out of `baskets` baskets, the last of them at the basket's time; nothing is read as less than 0. */
export function subtractProduct(model: ServingModel, item: number, returned: { readonly basket: Basket; readonly baskets: number }): void {
  const { columns, topBaskets, topRecent } = model.popularity;
  const { hash: hashes } = model.items.columns;
  const { basket, baskets } = returned;
  columns.baskets[item] = Math.max(0, columns.baskets[item] - baskets);
  columns.slow[item] = Math.max(0, columns.slow[item] - basket.slow);
  addRecent(model.popularity, item, { erasAgo: basket.erasAgo, weight: -basket.recent });
  lower(topBaskets, { values: columns.baskets, hashes }, item);
  const category = model.items.columns.category[item];
  if (category > 0) lower(model.categories.tops[category], { values: columns.baskets, hashes }, item);
  lower(topRecent, { values: columns.recent, hashes }, item);
}

function addRecent({ columns }: Popularity, item: number, { erasAgo, weight }: { readonly erasAgo: number; readonly weight: number }): void {
  if (erasAgo === 0) columns.recentNow[item] += weight;
  if (erasAgo === 1) columns.recentBefore[item] += weight;
  columns.recent[item] = Math.max(0, columns.recentNow[item] + columns.recentBefore[item] * ERA_FACTOR);
}

/** What was of this era is of the one before; what was of that is left out from now on. */
function beginEra({ columns, totals, topRecent }: Popularity, moved: number): void {
  const { recent, recentNow, recentBefore } = columns;
  if (moved === 1) recentBefore.set(recentNow);
  else recentBefore.fill(0);
  recentNow.fill(0);
  for (let item = 0; item < recent.length; item++) recent[item] = Math.max(0, recentBefore[item] * ERA_FACTOR);
  totals.recentBefore = moved === 1 ? totals.recentNow : 0;
  totals.recentNow = 0;
  totals.recent = totals.recentBefore * ERA_FACTOR;
  topRecent.stale = true;
}

function multiply(column: Float64Array, factor: number): void {
  for (let i = 0; i < column.length; i++) column[i] *= factor;
}
