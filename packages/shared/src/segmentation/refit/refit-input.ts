import type { Points } from "../../math/vector.ts";
import { rowCount } from "../../math/vector.ts";
import type { RefitReason, Segmentation, SegmentModel } from "../model.ts";
import type { NamingTable } from "../naming/naming-table.ts";
import type { Described } from "../../taste/traits.ts";
import type { FeatureSpec } from "../scaler.ts";

/** Smallest and largest number of segments to consider. */
export interface KRange {
  readonly min: number;
  readonly max: number;
}

/** Everything a refit depends on, as plain data that can be handed to a worker. */
export interface RefitInput {
  readonly segmentation: Segmentation;
  readonly features: readonly FeatureSpec[];
  readonly context: readonly FeatureSpec[];
  /** Raw values, customer by customer: `features`, then `context`; NaN where not known. */
  readonly values: Float64Array;
  /** What tastes are told from; the values of the features are then found by the refit. */
  readonly tastes?: TasteInput;
  readonly kRange: KRange;
  /** Largest |z|, `null` for none (analysis of a finished table). */
  readonly clip: number | null;
  readonly minCustomers: number;
  /** How segments get their names and strategies. */
  readonly naming: NamingTable;
  /** The model that serves now, with its centroids where they are now and names given by hand. With other features it is as good as none. */
  readonly previous: SegmentModel | null;
  /** Number of the new version. */
  readonly major: number;
  readonly nextSegmentNumber: number;
  /** Stream time, epoch milliseconds. */
  readonly time: number;
  readonly reason?: RefitReason;
  readonly seed: number;
}

/** The latest products of all customers. */
export interface TasteInput {
  /** By customer {@link TASTE_PRODUCTS} numbers: of the products, from 1 on; 0 for none. */
  readonly latest: Int32Array;
  readonly products: readonly Described[];
}

export type RefitResult =
  | { readonly kind: "model"; readonly model: SegmentModel }
  /** `customers` are those with at least one known feature, `distinct` counts their different vectors (up to the largest k). */
  | { readonly kind: "not-enough"; readonly message: string; readonly customers: number; readonly distinct: number };

/** The rows of which at least one clustering feature is known. */
export function usableRows(input: RefitInput): Int32Array {
  const width = input.features.length + input.context.length;
  const rows = width === 0 ? 0 : input.values.length / width;
  const usable: number[] = [];
  for (let row = 0; row < rows; row++) {
    const features = input.values.subarray(row * width, row * width + input.features.length);
    if (features.some(Number.isFinite)) usable.push(row);
  }
  return Int32Array.from(usable);
}

export function rawPoints(input: RefitInput, rows: Int32Array): Points {
  const dims = input.features.length + input.context.length;
  if (rows.length * dims === input.values.length) return { values: input.values, dims };
  const values = new Float64Array(rows.length * dims);
  rows.forEach((row, at) => values.set(input.values.subarray(row * dims, (row + 1) * dims), at * dims));
  return { values, dims };
}

/** Number of different rows, counted no further than `limit`. */
export function distinctRows(points: Points, limit: number): number {
  const seen = new Set<string>();
  for (let row = 0; row < rowCount(points) && seen.size < limit; row++) {
    seen.add(points.values.subarray(row * points.dims, (row + 1) * points.dims).join());
  }
  return seen.size;
}

/** The previous model where it lives in a space of the same dimensions. */
export function comparableModel(input: RefitInput): SegmentModel | null {
  const { previous, features } = input;
  if (previous === null || previous.features.length !== features.length) return null;
  return features.every((feature, f) => feature.name === previous.features[f]) ? previous : null;
}
