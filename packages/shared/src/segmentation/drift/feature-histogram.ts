import type { Points } from "../../math/vector.ts";
import type { FeatureSpec } from "../scaler.ts";
import { columnMoments, scaleValue } from "../scaler.ts";
import type { Scaler } from "../model.ts";

/** Bins of .1 sd from -3 to 3 sd; what lies beyond counts in the outermost. */
export const BINS = 60;
const BIN_WIDTH = 0.1;
const LOWEST = -3;
/** Where the bins lie, in sd. */
export const POSITIONS: readonly number[] = Array.from({ length: BINS }, (_, bin) => LOWEST + (bin + 0.5) * BIN_WIDTH);
const GROUPS = 10;

/**
 * The scale of all columns of a customer table: the model's for the features, and mean and sd of today's customers for the context,
 * which models do not scale.
 */
export function watchScale(model: Scaler, raw: Points, columns: readonly FeatureSpec[]): Scaler {
  const moments = columns.map(({ log }, at) => (at < model.mean.length ? { mean: model.mean[at], sd: model.sd[at] } : columnMoments(raw, at, log)));
  return { mean: moments.map(({ mean }) => mean), sd: moments.map(({ sd }) => sd), log: columns.map(({ log }) => log), clip: null };
}

/** The bin of a raw value, -1 for one that is not known. */
export function binOf(scale: Scaler, column: number, raw: number): number {
  const z = scaleValue(scale, column, raw);
  return Number.isNaN(z) ? -1 : Math.min(BINS - 1, Math.max(0, Math.floor((z - LOWEST) / BIN_WIDTH)));
}

export const columnOf = (counts: ArrayLike<number>, column: number): number[] => Array.from({ length: BINS }, (_, bin) => counts[column * BINS + bin]);

/** Joins neighbouring bins to at most ten groups of about equal reference counts; a group is named by the bin after its last. */
export function evenGroups(reference: readonly number[]): number[] {
  const total = reference.reduce((sum, count) => sum + count, 0);
  const ends: number[] = [];
  let inside = 0;
  let before = 0;
  reference.forEach((count, bin) => {
    inside += count;
    const full = inside > 0 && inside >= (total - before) / (GROUPS - ends.length);
    if (!full && bin < BINS - 1) return;
    ends.push(bin + 1);
    before += inside;
    inside = 0;
  });
  // Nothing may be left for the last group.
  if (ends.length > 1 && grouped(reference, ends).at(-1) === 0) ends.splice(-2, 1);
  return ends;
}

/** Counts of bins added up to those groups. */
export function grouped(counts: readonly number[], ends: readonly number[]): number[] {
  return ends.map((end, at) => counts.slice(at === 0 ? 0 : ends[at - 1], end).reduce((sum, count) => sum + count, 0));
}

/** The same customers counted in another scale: each bin's count is spread evenly over where the bin comes to lie. */
export function rebinned(counts: ArrayLike<number>, from: Scaler, to: Scaler): number[] {
  const out = new Array<number>(counts.length).fill(0);
  for (let column = 0; column < from.mean.length; column++) {
    const moved = (z: number): number => ((z * from.sd[column] + from.mean[column] - to.mean[column]) / to.sd[column] - LOWEST) / BIN_WIDTH;
    for (let bin = 0; bin < BINS; bin++) {
      const count = counts[column * BINS + bin];
      if (count > 0) spread(out, { offset: column * BINS, from: moved(LOWEST + bin * BIN_WIDTH), to: moved(LOWEST + (bin + 1) * BIN_WIDTH), count });
    }
  }
  return out;
}

/** Adds a count between two places, in bins; what lies outside goes into the outermost. */
function spread(out: number[], mass: { readonly offset: number; readonly from: number; readonly to: number; readonly count: number }): void {
  const { offset, from, to, count } = mass;
  const clamp = (bin: number): number => Math.min(BINS - 1, Math.max(0, bin));
  for (let bin = clamp(Math.floor(from)); bin <= clamp(Math.ceil(to) - 1); bin++) {
    const left = bin === 0 ? from : Math.max(from, bin);
    const right = bin === BINS - 1 ? to : Math.min(to, bin + 1);
    if (right > left) out[offset + bin] += (count * (right - left)) / (to - from);
  }
}
