import { rowCount, rowOf } from "../../math/vector.ts";
import type { Continuity } from "./continuity.ts";
import { continuityOf } from "./continuity.ts";
import { groupProfiles } from "../naming/group-profiles.ts";
import type { Segment, SegmentModel } from "../model.ts";
import { nameSegments } from "../naming/naming.ts";
import { groupSizes } from "../clustering/partition.ts";
import type { Projection } from "../clustering/pca.ts";
import { principalAxes } from "../clustering/pca.ts";
import type { Fit, FittedData } from "./refit-fit.ts";
import type { RefitInput } from "./refit-input.ts";
import { comparableModel } from "./refit-input.ts";
import { nameTastes } from "../naming/taste-names.ts";
import { tastePhrases } from "../naming/taste-phrases.ts";
import type { SpacedInput } from "./taste-space.ts";

const MAP_AXES = 2;

/** The fit as a model to publish: groups become segments with ids, names, means and a map. */
export function describeModel(input: SpacedInput, data: FittedData, fit: Fit): SegmentModel {
  const continuity = continuityOf(input, data, fit.partition);
  return {
    schema: 1,
    segmentation: input.segmentation,
    version: `${input.segmentation}-${input.major}`,
    major: input.major,
    fittedAt: input.time,
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    customers: data.rows.length,
    features: input.features.map((feature) => feature.name),
    context: input.context.map((feature) => feature.name),
    scaler: data.scaler,
    ...(input.taste === undefined ? {} : { taste: input.taste }),
    segments: segmentsOf(input, data, { fit, continuity }),
    inertia: fit.candidate.inertia,
    silhouette: fit.candidate.silhouette,
    candidates: fit.candidates,
    pendingK: fit.pendingK,
    churn: continuity.churn,
    transitions: continuity.transitions,
    nextSegmentNumber: continuity.nextSegmentNumber,
    projection: mapBasis(input, data),
  };
}

function segmentsOf(input: RefitInput, data: FittedData, found: { fit: Fit; continuity: Continuity }): Segment[] {
  const { centroids, labels } = found.fit.partition;
  const { order, ids, heirOf } = found.continuity;
  const k = rowCount(centroids);
  const sizes = groupSizes(labels, k);
  const profiles = groupProfiles(data.raw, [...input.features, ...input.context], { labels, k });
  const memories = heirOf.map((old) => comparableModel(input)?.segments[old] ?? null);
  const namings =
    input.tastes !== undefined
      ? nameTastes(tastePhrases(input.tastes, { rows: data.rows, labels, k }).map((phrases, group) => ({ id: ids[group], phrases, memory: memories[group] })))
      : nameSegments(
          input.naming,
          profiles.map(({ deviations }, group) => ({ profile: deviations, memory: memories[group] })),
        );
  return order.map((group) => ({
    id: ids[group],
    ...namings[group],
    centroid: Array.from(rowOf(centroids, group)),
    size: sizes[group],
    means: profiles[group].means,
  }));
}

function mapBasis(input: RefitInput, data: FittedData): Projection {
  const { axes, explainedVariance } = principalAxes(data.scaled, comparableModel(input)?.projection ?? null);
  return { axes: axes.slice(0, MAP_AXES), explainedVariance: explainedVariance.slice(0, MAP_AXES) };
}
