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

/** Three numbers for each leaf and bin of one feature, side by side: the sums of both derivatives, and the rows. */
type Histogram = Float64Array;
const LANES = 3;

/** Both derivatives of the rows of a sample, one row after the other, so that they are read in the order they lie in. */
type Slopes = Float64Array;

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
  const { slopes, columns } = gathered(sample);
  const leafOf = new Uint8Array(sample.rows.length);
  const splits: Split[] = [];
  while (splits.length < DEPTH) {
    const leaves = 1 << splits.length;
    const best = [...columns].map(([feature, column]) => bestSplit(histogramOf(slopes, column, { leafOf, leaves }), feature, leaves)).reduce((a, b) => (b.worth > a.worth ? b : a));
    if (!(best.worth > (splits.at(-1)?.worth ?? worthOfAll(slopes)))) break;
    splitLeaves(leafOf, columns.get(best.feature) as Uint8Array, { bin: best.bin, bit: leaves });
    splits.push(best);
  }
  return { splits, leaves: leavesOf(slopes, leafOf, 1 << splits.length) };
}

/** The leaf's value of every row, in the sample or not. */
export function addTree({ splits, leaves }: GrownTree, { columns }: Binned, scores: Float64Array): void {
  const leafOf = new Uint8Array(scores.length);
  splits.forEach(({ feature, bin }, level) => splitLeaves(leafOf, columns[feature], { bin, bit: 1 << level }));
  for (let row = 0; row < scores.length; row++) scores[row] += leaves[leafOf[row]];
}

/** Parts every leaf: rows above the bin move to the leaf that has the bit. */
function splitLeaves(leafOf: Uint8Array, column: Uint8Array, { bin, bit }: { readonly bin: number; readonly bit: number }): void {
  // The sign of the difference in all bits: as many rows go one way as the other, which no processor foresees.
  for (let row = 0; row < leafOf.length; row++) leafOf[row] |= ((bin - column[row]) >> 31) & bit;
}

/** The tree with thresholds in place of bins. */
export function treeOf({ splits, leaves }: GrownTree, { bounds }: Binned): Tree {
  return { splits: splits.map(({ feature, bin }) => [feature, bounds[feature][bin]]), leaves };
}

function gathered({ binned, lambdas: { first, second }, rows, features }: Sample): { readonly slopes: Slopes; readonly columns: ReadonlyMap<number, Uint8Array> } {
  const slopes = new Float64Array(2 * rows.length);
  for (let i = 0; i < rows.length; i++) {
    slopes[2 * i] = first[rows[i]];
    slopes[2 * i + 1] = second[rows[i]];
  }
  return { slopes, columns: new Map(features.map((feature) => [feature, columnOf(binned.columns[feature], rows)])) };
}

function columnOf(whole: Uint8Array, rows: Int32Array): Uint8Array {
  const column = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) column[i] = whole[rows[i]];
  return column;
}

function histogramOf(slopes: Slopes, column: Uint8Array, { leafOf, leaves }: { readonly leafOf: Uint8Array; readonly leaves: number }): Histogram {
  const histogram = new Float64Array(leaves * BINS * LANES);
  for (let i = 0; i < column.length; i++) {
    const at = (leafOf[i] * BINS + column[i]) * LANES;
    histogram[at] += slopes[2 * i];
    histogram[at + 1] += slopes[2 * i + 1];
    histogram[at + 2]++;
  }
  return histogram;
}

/** What a leaf is worth; one of few rows adds nothing. */
const worthOf = (first: number, second: number, rows: number): number => (rows < FEWEST ? 0 : (first * first) / (second + PENALTY));

function bestSplit(histogram: Histogram, feature: number, leaves: number): Split {
  const worths = new Float64Array(BINS);
  for (let leaf = 0; leaf < leaves; leaf++) addWorths(histogram, leaf * BINS * LANES, worths);
  let bin = 0;
  for (let other = 1; other < BINS - 1; other++) if (worths[other] > worths[bin]) bin = other;
  return { feature, bin, worth: worths[bin] };
}

/** Adds what the two leaves are worth that a split after each bin makes of one. */
function addWorths(histogram: Histogram, from: number, worths: Float64Array): void {
  let [allFirst, allSecond, allRows] = [0, 0, 0];
  for (let at = from; at < from + BINS * LANES; at += LANES) {
    allFirst += histogram[at];
    allSecond += histogram[at + 1];
    allRows += histogram[at + 2];
  }
  let [lowFirst, lowSecond, lowRows] = [0, 0, 0];
  for (let bin = 0; bin < BINS - 1; bin++) {
    const at = from + bin * LANES;
    lowFirst += histogram[at];
    lowSecond += histogram[at + 1];
    lowRows += histogram[at + 2];
    worths[bin] += worthOf(lowFirst, lowSecond, lowRows) + worthOf(allFirst - lowFirst, allSecond - lowSecond, allRows - lowRows);
  }
}

interface Sums {
  first: number;
  second: number;
  rows: number;
}

function sumsOf(slopes: Slopes, leafOf: Uint8Array, leaves: number): Sums[] {
  const sums = Array.from({ length: leaves }, (): Sums => ({ first: 0, second: 0, rows: 0 }));
  for (let i = 0; i < leafOf.length; i++) {
    const sum = sums[leafOf[i]];
    sum.first += slopes[2 * i];
    sum.second += slopes[2 * i + 1];
    sum.rows++;
  }
  return sums;
}

function worthOfAll(slopes: Slopes): number {
  return sumsOf(slopes, new Uint8Array(slopes.length / 2), 1).reduce((sum, { first, second, rows }) => sum + worthOf(first, second, rows), 0);
}

function leavesOf(slopes: Slopes, leafOf: Uint8Array, leaves: number): number[] {
  return sumsOf(slopes, leafOf, leaves).map(({ first, second, rows }) => (rows < FEWEST ? 0 : Number(((RATE * first) / (second + PENALTY)).toFixed(DECIMALS))));
}
