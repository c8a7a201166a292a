import { nearest, pointsOf } from "../math/vector.ts";
import type { SegmentModel } from "./model.ts";
import { scaleValue } from "./scaler.ts";

/**
 * The slot whose centroid is nearest to a customer's raw values (the model's features in their order, NaN = not known), by partial
 * distance, the lowest of equals; -1 when none of the values is known.
 */
export function assign(model: SegmentModel, raw: ArrayLike<number>): number {
  const dims = model.features.length;
  const x = Float64Array.from({ length: dims }, (_, f) => scaleValue(model.scaler, f, raw[f]));
  return nearest(x, pointsOf(model.segments.map((segment) => segment.centroid), dims));
}
