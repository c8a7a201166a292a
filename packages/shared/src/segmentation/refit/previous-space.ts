import type { Points } from "../../math/vector.ts";
import { pointsOf } from "../../math/vector.ts";
import { groupMeans } from "../clustering/partition.ts";
import type { Scaler } from "../model.ts";
import { rescale } from "../scaler.ts";
import { labelsBy } from "./model-labels.ts";
import { comparableModel, rawPoints } from "./refit-input.ts";
import type { SpacedInput } from "./taste-space.ts";

/** The present segments as seen from the space of the new fit. */
export interface PreviousSpace {
  /** The present slot of each usable customer on the vectors of now. */
  readonly labels: Int32Array;
  /** Where each slot is. */
  readonly centroids: Points;
}

export interface NewSpace {
  readonly raw: Points;
  readonly scaler: Scaler;
  readonly scaled: Points;
  readonly rows: Int32Array;
}

/** `null` where there is no model of the same features. Scales can be told from each other; between two spaces of tastes only the customers lead over. */
export function previousSpace(input: SpacedInput, { raw, scaler, scaled, rows }: NewSpace): PreviousSpace | null {
  const previous = comparableModel(input);
  if (previous === null) return null;
  const seen = input.previousValues === undefined ? raw : rawPoints({ ...input, values: input.previousValues }, rows);
  const labels = labelsBy(previous, seen);
  const rescaled = pointsOf(previous.segments.map(({ centroid }) => rescale(centroid, previous.scaler, scaler)), previous.features.length);
  return { labels, centroids: input.previousValues === undefined ? rescaled : groupMeans(scaled, { labels, k: previous.segments.length }, rescaled) };
}
