import type { Points } from "../../math/vector.ts";
import type { SegmentModel } from "../model.ts";
import { churnOf } from "./continuity.ts";
import { matchSlots, overlapOf } from "./matching.ts";
import { labelsBy } from "./model-labels.ts";

/** Share of the customers whom two models of the same features put into different segments, whatever the segments are called. `raw` begins with those features. */
export function disagreement(one: SegmentModel, other: SegmentModel, raw: Points): number {
  const overlap = overlapOf(labelsBy(one, raw), labelsBy(other, raw), { before: one.segments.length, after: other.segments.length });
  return churnOf(overlap, matchSlots(overlap, null));
}
