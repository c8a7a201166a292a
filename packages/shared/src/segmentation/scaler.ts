import type { Points } from "../math/vector.ts";
import { rowCount } from "../math/vector.ts";
import type { Scaler } from "./model.ts";

/** What a scaler needs to know of a feature; plain data, so that it can travel to a worker. */
export interface FeatureSpec {
  readonly name: string;
  readonly log: boolean;
}

/** Beyond this many standard deviations a live value counts as this many (segmentation.md 5.1). */
export const LIVE_CLIP = 3;

const straighten = (value: number, log: boolean): number => (log ? Math.log1p(value) : value);

/** For values that are in model space already. */
export const unscaled = (features: number): Scaler => ({ mean: new Array<number>(features).fill(0), sd: new Array<number>(features).fill(1), log: new Array<boolean>(features).fill(false), clip: null });

/**
 * Mean and population standard deviation (ddof 0) of each feature after g = log1p where `log` is set, over the values that are
 * known. A feature that is never known or never varies gets sd 1, so that it is 0 everywhere instead of dividing by zero.
 */
export function fitScaler(raw: Points, features: readonly FeatureSpec[], clip: number | null): Scaler {
  const moments = features.map((feature, at) => columnMoments(raw, at, feature.log));
  return {
    mean: moments.map((column) => column.mean),
    sd: moments.map((column) => column.sd),
    log: features.map((feature) => feature.log),
    clip,
  };
}

/** Mean and population sd of one column in the straightened scale, by two passes; (0, 1) for a column without values. */
export function columnMoments(raw: Points, column: number, log: boolean): { readonly mean: number; readonly sd: number } {
  const rows = rowCount(raw);
  let seen = 0;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const g = straighten(raw.values[row * raw.dims + column], log);
    if (!Number.isFinite(g)) continue;
    seen++;
    sum += g;
  }
  const mean = seen === 0 ? 0 : sum / seen;
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    const g = straighten(raw.values[row * raw.dims + column], log);
    if (Number.isFinite(g)) squares += (g - mean) ** 2;
  }
  const sd = Math.sqrt(squares / Math.max(1, seen));
  // Rounding leaves a tiny sd behind in a column of equal values.
  return { mean, sd: sd > 1e-12 * Math.max(1, Math.abs(mean)) ? sd : 1 };
}

/** z of one raw value, NaN for whatever is not a finite number in the feature's scale. */
export function scaleValue(scaler: Scaler, feature: number, raw: number): number {
  const z = (straighten(raw, scaler.log[feature]) - scaler.mean[feature]) / scaler.sd[feature];
  if (!Number.isFinite(z)) return Number.NaN;
  const { clip } = scaler;
  if (clip === null) return z;
  return z > clip ? clip : z < -clip ? -clip : z;
}

/** The raw value that has this z: exact but for clipping. */
export function unscaleValue(scaler: Scaler, feature: number, z: number): number {
  const g = z * scaler.sd[feature] + scaler.mean[feature];
  return scaler.log[feature] ? Math.expm1(g) : g;
}

/** The first columns of `raw` (as many as the scaler has features) in model space. */
export function scalePoints(scaler: Scaler, raw: Points): Points {
  const dims = scaler.mean.length;
  const rows = rowCount(raw);
  const values = new Float64Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < dims; f++) values[row * dims + f] = scaleValue(scaler, f, raw.values[row * raw.dims + f]);
  }
  return { values, dims };
}

/** A centroid of one model space in another one of the same features: c' = (c sd_old + mean_old - mean_new) / sd_new. */
export function rescale(centroid: readonly number[], from: Scaler, to: Scaler): number[] {
  return centroid.map((c, f) => (c * from.sd[f] + from.mean[f] - to.mean[f]) / to.sd[f]);
}
