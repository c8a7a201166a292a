import type { Examples } from "./examples.ts";
import { rowCount } from "./examples.ts";
import { FIT_SETTINGS } from "./fit-settings.ts";

const { bins: BINS } = FIT_SETTINGS;
/** Rows that the bounds of bins are taken from. */
const SAMPLE = 50_000;
/** Of a threshold: enough to tell values apart, few enough to be written down. */
const DIGITS = 5;

/** The features of rows as small numbers, column by column: bin b holds the values above `bounds[b - 1]` up to `bounds[b]`. */
export interface Binned {
  readonly columns: readonly Uint8Array[];
  readonly bounds: readonly (readonly number[])[];
}

/** At most 32 bins of each feature with about as many rows each. */
export function binned(examples: Examples): Binned {
  const bounds = examples.features.map((_, feature) => boundsOf(examples, feature));
  return { bounds, columns: bounds.map((of, feature) => columnOf(examples, feature, of)) };
}

function boundsOf(examples: Examples, feature: number): number[] {
  const rows = rowCount(examples);
  const width = examples.features.length;
  const step = Math.max(1, Math.floor(rows / SAMPLE));
  const sample = new Float64Array(Math.floor(rows / step));
  for (let at = 0; at < sample.length; at++) sample[at] = examples.values[at * step * width + feature];
  sample.sort();
  const distinct = [...new Set(sample)];
  const cuts = distinct.length <= BINS ? distinct.slice(0, -1) : Array.from({ length: BINS - 1 }, (_, bin) => sample[Math.floor(((bin + 1) * sample.length) / BINS)]);
  return [...new Set(cuts.map((cut) => Number(cut.toPrecision(DIGITS))))].sort((a, b) => a - b);
}

function columnOf(examples: Examples, feature: number, bounds: readonly number[]): Uint8Array {
  const width = examples.features.length;
  const column = new Uint8Array(rowCount(examples));
  for (let row = 0; row < column.length; row++) column[row] = binOf(bounds, examples.values[row * width + feature]);
  return column;
}

function binOf(bounds: readonly number[], value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
