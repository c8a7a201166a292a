import type { Points } from "../../math/vector.ts";
import { pointsOf } from "../../math/vector.ts";
import { partitionBy } from "../clustering/partition.ts";
import type { SegmentModel } from "../model.ts";
import { scalePoints } from "../scaler.ts";

/** The slot of a model that each row belongs to, -1 where nothing is known of it. `raw` begins with the model's features. */
export function labelsBy({ scaler, segments, features }: SegmentModel, raw: Points): Int32Array {
  return partitionBy(scalePoints(scaler, raw), pointsOf(segments.map(({ centroid }) => centroid), features.length)).labels;
}
