import { ensureRows } from "./columns.ts";
import { weightAt } from "./decay.ts";
import type { Membership } from "./membership-columns.ts";
import { pageOf, startOf } from "./paged-pool.ts";
import { createSegment } from "./popularity-columns.ts";
import type { Counts, SegmentCounts } from "./popularity-columns.ts";
import { fromSeconds } from "./seconds.ts";
import type { ServingModel } from "./serving-model.ts";
import { lower, raise } from "./top-list.ts";

/*
 * What segments buy, as a join by customer: each indexed customer counts in the segment and the taste they are in now, once for each product of
 * their list, with the weight of its last purchase on the slow clock. All of it can be told from the lists and segments of
 * customers at any time, so the order in which purchases and changes of segment were read does not matter, and whoever moves,
 * returns a product or is erased takes their part along. Weights are whole numbers, whose sums are exact.
 */

/** The slot of a segment or a taste, -1 while nobody is known to be in it. */
export function slotOfSegment({ popularity }: ServingModel, segmentId: string): number {
  return popularity.segments.findIndex(({ id }) => id === segmentId);
}

/** The slot of a segment, given out now if there is none. */
export function ensureSegment(model: ServingModel, segmentId: string): number {
  const known = slotOfSegment(model, segmentId);
  if (known >= 0) return known;
  const { segments } = model.popularity;
  const free = slotOfSegment(model, "");
  if (free >= 0) {
    // Whoever was counted has taken their part along, so that only zeros are left.
    segments[free].id = segmentId;
    segments[free].top.stale = true;
    return free;
  }
  segments.push(createSegment(segmentId, model.items.count));
  return segments.length - 1;
}

/** A product's last purchase by a customer, in whole seconds, before and after; 0 for none. */
export interface Change {
  readonly item: number;
  readonly from: number;
  readonly to: number;
}

/** Counts a change in a customer's list. */
export function recount(model: ServingModel, customer: number, { item, from, to }: Change): void {
  const { everybody, segments } = model.popularity;
  const more = contribution(model, to) - contribution(model, from);
  everybody.columns.counts[item] += more;
  const { segment, taste } = model.customers.columns;
  if (segment[customer] > 0) add(model, segments[segment[customer] - 1], { item, more });
  if (taste[customer] > 0) add(model, segments[taste[customer] - 1], { item, more });
}

/** Counts a change of a customer's last basket. */
export function recountTotal(model: ServingModel, customer: number, { from, to }: Omit<Change, "item">): void {
  const { everybody, segments } = model.popularity;
  const more = contribution(model, to) - contribution(model, from);
  everybody.total += more;
  const { segment, taste } = model.customers.columns;
  if (segment[customer] > 0) segments[segment[customer] - 1].total += more;
  if (taste[customer] > 0) segments[taste[customer] - 1].total += more;
}

/** Puts an indexed customer into the segment, or the taste, of a slot, negative for none, with all they count for. */
export function moveCustomer(model: ServingModel, customer: number, { membership, slot }: { readonly membership: Membership; readonly slot: number }): void {
  const column = model.customers.columns[membership];
  const from = column[customer] - 1;
  if (from === slot) return;
  if (from >= 0) addAll(model, customer, { to: model.popularity.segments[from], sign: -1 });
  column[customer] = slot + 1;
  if (slot >= 0) addAll(model, customer, { to: model.popularity.segments[slot], sign: 1 });
}

/** Counts everything again, in units of another era. */
export function recountAll(model: ServingModel): void {
  const { customers, popularity } = model;
  for (const counts of [popularity.everybody, ...popularity.segments]) {
    counts.columns.counts.fill(0);
    counts.total = 0;
  }
  for (const { top } of popularity.segments) top.stale = true;
  for (let customer = 1; customer < customers.count; customer++) {
    if (customers.columns.hash[customer] === 0) continue;
    const { segment, taste } = customers.columns;
    addAll(model, customer, { to: popularity.everybody, sign: 1 });
    if (segment[customer] > 0) addAll(model, customer, { to: popularity.segments[segment[customer] - 1], sign: 1 });
    if (taste[customer] > 0) addAll(model, customer, { to: popularity.segments[taste[customer] - 1], sign: 1 });
  }
}

/** Makes room for products. */
export function ensureCountRows({ popularity }: ServingModel, rows: number): void {
  ensureRows(popularity.everybody.columns, rows);
  for (const { columns } of popularity.segments) ensureRows(columns, rows);
}

/** Weight of a purchase at `seconds`, 0 for none. */
export function contribution({ popularity }: ServingModel, seconds: number): number {
  return seconds === 0 ? 0 : weightAt(popularity.slowClock, fromSeconds(seconds));
}

function addAll(model: ServingModel, customer: number, { to, sign }: { readonly to: Counts | SegmentCounts; readonly sign: 1 | -1 }): void {
  const { columns, pool } = model.customers;
  const page = pageOf(pool, columns.block[customer]);
  const start = startOf(columns.block[customer]);
  const room = 1 << columns.sizeClass[customer];
  for (let at = start; at < start + columns.length[customer]; at++) add(model, to, { item: page[at], more: sign * contribution(model, page[at + room]) });
  to.total += sign * contribution(model, columns.last[customer]);
}

function add(model: ServingModel, to: Counts | SegmentCounts, { item, more }: { readonly item: number; readonly more: number }): void {
  const { counts } = to.columns;
  counts[item] += more;
  if (!("top" in to) || more === 0 || to.top.stale) return;
  const ranked = { values: counts, hashes: model.items.columns.hash };
  if (more > 0) raise(to.top, ranked, item);
  else lower(to.top, ranked, item);
}
