import type { CustomerSums } from "../customers/customer.ts";
import { countSpend } from "../customers/spend-ranks.ts";
import type { SegmentChange, SegmentModelsRecord } from "../events/segments.ts";
import { rowCount, rowOf, squaredDistance } from "../math/vector.ts";
import { addRow, countTotals, removeRow, spendOf, writeSums } from "./customer-table.ts";
import { changeOf, effectOf, publishedSegment, putIn, takeOut } from "./labels.ts";
import { observeTaste } from "./tastes.ts";
import { meansOf } from "./clustering/mini-batch.ts";
import { watchUpdate } from "./drift/watch-update.ts";
import type { Effect, LiveModel, Segmenter } from "./segmenter-state.ts";

/** A slot with fewer customers keeps its centroid: their mean says little. */
const FEWEST_FOR_A_MOVE = 5;

/** A customer as segments are made from them; without the history where it is not needed. */
export interface ObservedCustomer extends CustomerSums {
  readonly history?: readonly { readonly productId: string; readonly last: number }[];
}

export interface CustomerUpdate {
  readonly customerId: string;
  readonly cause: Exclude<SegmentChange["cause"], "sweep" | "refit">;
  /** Stream time, epoch milliseconds. */
  readonly now: number;
}

/** Takes in a customer as they stand now, `null` when erased. One nearest-centroid search and two exact updates of the statistics. */
export function applyCustomer(segmenter: Segmenter, customer: ObservedCustomer | null, update: CustomerUpdate): Effect | null {
  const { table, live } = segmenter;
  segmenter.now = Math.max(segmenter.now, update.now);
  const known = table.rows.get(update.customerId);
  if (customer === null) return known === undefined ? null : forget(segmenter, known, update.cause);
  const row = known ?? addRow(table, update.customerId);
  const from = publishedSegment(segmenter, row);
  takeOut(segmenter, row);
  if (known !== undefined) countSums(segmenter, row, -1);
  writeSums(table, row, customer);
  countSums(segmenter, row, 1);
  writeFeatures(segmenter, row, customer);
  putIn(segmenter, row);
  if (live !== null) live.updates++;
  watchUpdate(segmenter, row, from);
  return effectOf(segmenter, row, { from, cause: update.cause });
}

function writeFeatures(segmenter: Segmenter, row: number, customer: ObservedCustomer): void {
  const { table, now, derived } = segmenter;
  const { columns, scoreOf } = derived;
  for (let column = 0; column < columns.length; column++) {
    table.raw[row * table.width + column] = columns[column].of(customer, now, scoreOf);
  }
  if (table.kept > 0) observeTaste(segmenter, row, customer.history ?? []);
}

function forget(segmenter: Segmenter, row: number, cause: SegmentChange["cause"]): Effect {
  const { table } = segmenter;
  const customerId = table.ids[row];
  const from = publishedSegment(segmenter, row);
  takeOut(segmenter, row);
  countSums(segmenter, row, -1);
  removeRow(table, row);
  if (segmenter.live !== null) segmenter.live.updates++;
  return { customerId, assignment: null, change: from === null ? null : changeOf(segmenter, { customerId, from, to: null, cause }) };
}

/** What is known of all customers together, with one more (`sign` 1) or one fewer (-1). */
function countSums({ table, totals, derived }: Segmenter, row: number, sign: 1 | -1): void {
  countTotals(table, row, { totals, sign });
  if (derived.spends !== null) countSpend(derived.spends, spendOf(table, row), sign);
}

type Moved = Extract<SegmentModelsRecord, { type: "moved" }>;
type Sweep = Extract<SegmentModelsRecord, { type: "sweep" }>;

/**
 * The record that moves the centroids to the means of their customers, `null` while that is not worth a version. Call it after each
 * record of `customer-updates` and append what it returns; nothing moves before the record is applied.
 */
export function endOfMicroBatch(segmenter: Segmenter): Moved | null {
  const { live, config } = segmenter;
  if (live === null || live.updates < config.moves.updates) return null;
  return farthestMove(live) > config.moves.distance ? moveCentroids(segmenter) : null;
}

/** Rounds in which centroids and customers may settle after a sweep: the fourth changes next to nothing. */
const SETTLING_ROUNDS = 3;

/**
 * What follows a sweep, to be appended in this order. A day, or a week of holidays, moves the recency of all idle customers at once, so
 * the centroids have to follow, and the customers to look for the nearest again: Lloyd's iteration in the log. Nothing once they have settled.
 */
export function afterSweep(segmenter: Segmenter, { time, round = 0 }: Sweep): readonly (Moved | Sweep)[] {
  const moved = round < SETTLING_ROUNDS ? moveCentroids(segmenter) : null;
  return moved === null ? [] : [moved, { schema: 1, type: "sweep", time, round: round + 1 }];
}

/** The record that moves the centroids whatever their distance. `null` when the centroids are where they belong. */
export function moveCentroids(segmenter: Segmenter): Moved | null {
  const { live } = segmenter;
  if (live === null || farthestMove(live) === 0) return null;
  const means = meansOf(live.statistics, live.centroids, FEWEST_FOR_A_MOVE);
  return {
    schema: 1,
    type: "moved",
    segmentation: segmenter.config.segmentation,
    version: live.model.version,
    minor: live.minor + 1,
    centroids: live.model.segments.map((_, slot) => Array.from(rowOf(means, slot))),
    time: segmenter.now,
  };
}

function farthestMove(live: LiveModel): number {
  const means = meansOf(live.statistics, live.centroids, FEWEST_FOR_A_MOVE);
  let farthest = 0;
  for (let slot = 0; slot < rowCount(means); slot++) {
    farthest = Math.max(farthest, squaredDistance(rowOf(means, slot), live.centroids, slot));
  }
  return Math.sqrt(farthest);
}
