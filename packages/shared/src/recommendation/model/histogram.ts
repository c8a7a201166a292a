import { insert } from "./top-k.ts";
import type { TopK } from "./top-k.ts";

const BINS = 256;
/** Keys at the edge of a bin may have been rounded into it. */
const SLACK = 1 - 1e-12;

export function createBins(): Int32Array {
  return new Int32Array(BINS + 1);
}

export interface Keys {
  /** Not negative. */
  readonly keys: Float64Array;
  /** How many of them count. */
  readonly count: number;
  /** Working space. */
  readonly bins: Int32Array;
}

/**
 * A bound that at least `most` keys reach, and not many more; 0 where there are fewer keys. Two passes over a histogram from 0 to
 * the largest key.
 */
export function lowerBoundOf(entries: Keys, most: number): number {
  const { count, bins } = entries;
  if (count <= most) return 0;
  const perBin = fillBins(entries);
  let bin = BINS;
  for (let reached = bins[bin]; reached < most; reached += bins[bin]) bin--;
  return (bin / perBin) * SLACK;
}

/** Counts the keys by bins from 0 to the largest, and answers how many bins there are to one unit of a key. */
function fillBins({ keys, count, bins }: Keys): number {
  let largest = 0;
  for (let i = 0; i < count; i++) if (keys[i] > largest) largest = keys[i];
  const perBin = Math.min(BINS / largest, Number.MAX_VALUE);
  bins.fill(0);
  for (let i = 0; i < count; i++) bins[(keys[i] * perBin) | 0]++;
  return perBin;
}

export interface Entries {
  readonly ids: Int32Array;
  readonly keys: Float64Array;
}

/**
 * Inserts the positive keys with their ids into a list. Those of the upper bins, that are enough to fill it, go by their bins into `sorted` first, so that each comes near the place where it
 * belongs: half the work of a heap that is offered them and sorted.
 */
export function insertLargest(top: TopK, entries: Keys & Entries, sorted: Entries): void {
  const { ids, keys, count, bins } = entries;
  const perBin = fillBins(entries);
  let least = BINS;
  let reached = 0;
  for (; least >= 0 && reached < top.limit; least--) {
    const size = bins[least];
    bins[least] = reached;
    reached += size;
  }
  for (let i = 0; i < count; i++) {
    const bin = (keys[i] * perBin) | 0;
    if (bin <= least) continue;
    const place = bins[bin]++;
    sorted.ids[place] = ids[i];
    sorted.keys[place] = keys[i];
  }
  for (let i = 0; i < reached; i++) if (sorted.keys[i] > 0) insert(top, sorted.ids[i], sorted.keys[i]);
}
