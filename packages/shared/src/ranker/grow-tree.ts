import type { Binned } from "./binned.ts";
import { FIT_SETTINGS } from "./fit-settings.ts";
import type { Tree } from "./forest.ts";
import type { Lambdas } from "./lambdas.ts";

const { depth: DEPTH, fewestRows: FEWEST, penalty: PENALTY, rate: RATE, bins: BINS } = FIT_SETTINGS;
/** Of a leaf's value. */
const DECIMALS = 5;

export interface Sample {
  readonly binned: Binned;
  readonly lambdas: Lambdas;
  readonly rows: Int32Array;
  /** The features that splits are looked for in. */
  readonly features: readonly number[];
}

/** The sums of both derivatives, and the rows, by leaf and bin of one feature. */
interface Histogram {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly rows: Int32Array;
}

export interface GrownTree {
  readonly splits: readonly Split[];
  readonly leaves: readonly number[];
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly worth: number;
}

/**
 * A symmetric tree of Newton steps (Chen and Guestrin, arXiv 1603.02754): at each level the split of all leaves that is worth most by the sum of G^2 / (H + l) over the leaves it makes.
 * A leaf adds rate G / (H + l), nothing where it has few rows.
 */
export function growTree(sample: Sample): GrownTree {
  const { binned, rows, features } = sample;
  const leafOf = new Uint8Array(rows.length);
  const splits: Split[] = [];
  while (splits.length < DEPTH) {
    const leaves = 1 << splits.length;
    const best = features.map((feature) => bestSplit(histogramOf(sample, leafOf, { feature, leaves }), feature, leaves)).reduce((a, b) => (b.worth > a.worth ? b : a));
    if (!(best.worth > (splits.at(-1)?.worth ?? worthOfAll(sample)))) break;
    const column = binned.columns[best.feature];
    for (let i = 0; i < rows.length; i++) if (column[rows[i]] > best.bin) leafOf[i] |= leaves;
    splits.push(best);
  }
  return { splits, leaves: leavesOf(sample, leafOf, 1 << splits.length) };
}

/** The leaf's value of every row, in the sample or not. */
export function addTree({ splits, leaves }: GrownTree, { columns }: Binned, scores: Float64Array): void {
  const taken = splits.map(({ feature, bin }) => ({ column: columns[feature], bin }));
  for (let row = 0; row < scores.length; row++) {
    let leaf = 0;
    for (let level = 0; level < taken.length; level++) if (taken[level].column[row] > taken[level].bin) leaf |= 1 << level;
    scores[row] += leaves[leaf];
  }
}

/** The tree with thresholds in place of bins. */
export function treeOf({ splits, leaves }: GrownTree, { bounds }: Binned): Tree {
  return { splits: splits.map(({ feature, bin }) => [feature, bounds[feature][bin]]), leaves };
}

function histogramOf({ binned, lambdas, rows: sample }: Sample, leafOf: Uint8Array, { feature, leaves }: { readonly feature: number; readonly leaves: number }): Histogram {
  const column = binned.columns[feature];
  const { first: firsts, second: seconds } = lambdas;
  const [first, second, rows] = [new Float64Array(leaves * BINS), new Float64Array(leaves * BINS), new Int32Array(leaves * BINS)];
  for (let i = 0; i < sample.length; i++) {
    const row = sample[i];
    const at = leafOf[i] * BINS + column[row];
    first[at] += firsts[row];
    second[at] += seconds[row];
    rows[at]++;
  }
  return { first, second, rows };
}

/** What a leaf is worth; one of few rows adds nothing. */
const worthOf = (first: number, second: number, rows: number): number => (rows < FEWEST ? 0 : (first * first) / (second + PENALTY));

function bestSplit(histogram: Histogram, feature: number, leaves: number): Split {
  const worths = new Float64Array(BINS);
  for (let leaf = 0; leaf < leaves; leaf++) addWorths(histogram, leaf * BINS, worths);
  let bin = 0;
  for (let other = 1; other < BINS - 1; other++) if (worths[other] > worths[bin]) bin = other;
  return { feature, bin, worth: worths[bin] };
}

/** Adds what the two leaves are worth that a split after each bin makes of one. */
function addWorths({ first, second, rows }: Histogram, from: number, worths: Float64Array): void {
  let [allFirst, allSecond, allRows] = [0, 0, 0];
  for (let at = from; at < from + BINS; at++) {
    allFirst += first[at];
    allSecond += second[at];
    allRows += rows[at];
  }
  let [lowFirst, lowSecond, lowRows] = [0, 0, 0];
  for (let bin = 0; bin < BINS - 1; bin++) {
    lowFirst += first[from + bin];
    lowSecond += second[from + bin];
    lowRows += rows[from + bin];
    worths[bin] += worthOf(lowFirst, lowSecond, lowRows) + worthOf(allFirst - lowFirst, allSecond - lowSecond, allRows - lowRows);
  }
}

interface Sums {
  first: number;
  second: number;
  rows: number;
}

function sumsOf({ lambdas, rows }: Sample, leafOf: Uint8Array, leaves: number): Sums[] {
  const sums = Array.from({ length: leaves }, (): Sums => ({ first: 0, second: 0, rows: 0 }));
  for (let i = 0; i < rows.length; i++) {
    const sum = sums[leafOf[i]];
    sum.first += lambdas.first[rows[i]];
    sum.second += lambdas.second[rows[i]];
    sum.rows++;
  }
  return sums;
}

function worthOfAll(sample: Sample): number {
  return sumsOf(sample, new Uint8Array(sample.rows.length), 1).reduce((sum, { first, second, rows }) => sum + worthOf(first, second, rows), 0);
}

function leavesOf(sample: Sample, leafOf: Uint8Array, leaves: number): number[] {
  return sumsOf(sample, leafOf, leaves).map(({ first, second, rows }) => (rows < FEWEST ? 0 : Number(((RATE * first) / (second + PENALTY)).toFixed(DECIMALS))));
}
