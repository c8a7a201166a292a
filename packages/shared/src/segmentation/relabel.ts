import { isRanked } from "../customers/spend-ranks.ts";
import { readSums } from "./customer-table.ts";
import { effectOf, putIn } from "./labels.ts";
import { resetStatistics } from "./clustering/mini-batch.ts";
import type { Effect, Segmenter } from "./segmenter-state.ts";

export interface Relabelling {
  readonly cause: "sweep" | "refit";
  /** The segment a customer was in before, when the labels have been renumbered meanwhile. */
  readonly from: (row: number) => string | null;
}

/** Brings every customer up to `now` and counts all of them afresh, so that the statistics hold no trace of any order of updates. */
export function relabelAll(segmenter: Segmenter, relabelling: Relabelling): Effect[] {
  const { live, table } = segmenter;
  if (live !== null) {
    resetStatistics(live.statistics);
    for (const tally of Object.values(live.tallies) as Float64Array[]) tally.fill(0);
    live.updates += table.size;
  }
  const effects: Effect[] = [];
  for (let row = 0; row < table.size; row++) {
    const from = relabelling.from(row);
    ageInto(segmenter, row, table.raw);
    putIn(segmenter, row);
    const effect = effectOf(segmenter, row, { from, cause: relabelling.cause });
    if (effect !== null) effects.push(effect);
  }
  return effects;
}

/** Writes the ageing features of a customer as of `now` into a matrix laid out as the table's. */
export function ageInto(segmenter: Segmenter, row: number, raw: Float64Array): void {
  const { ageing, columns } = segmenter.derived;
  if (ageing.length === 0) return;
  const sums = readSums(segmenter.table, row, segmenter.derived.sums);
  for (const column of ageing) {
    const feature = columns[column];
    // A score that is given, or that nothing can be made of, stays as it was told.
    if (feature.ranked === undefined || isRanked(sums.spend)) raw[row * segmenter.table.width + column] = feature.of(sums, segmenter.now, segmenter.derived.scoreOf);
  }
}
