import type { SegmentModel } from "@segue/shared/segmentation/model";
import { scaleValue } from "@segue/shared/segmentation/scaler";

export interface PointInPlane {
  readonly x: number;
  readonly y: number;
}

/** Raw feature values on the first two principal axes; what is not known lies in the middle. */
export function projectCustomer(model: SegmentModel, values: readonly (number | null)[]): PointInPlane {
  const scaled = model.features.map((_, index) => {
    const z = scaleValue(model.scaler, index, values[index] ?? Number.NaN);
    return Number.isFinite(z) ? z : 0;
  });
  return projectPoint(model, scaled);
}

/** A point of model space on the first two principal axes. */
export function projectPoint({ projection }: SegmentModel, point: readonly number[]): PointInPlane {
  const along = (axis: readonly number[] | undefined): number => (axis ?? []).reduce((sum, weight, at) => sum + weight * (point[at] ?? 0), 0);
  return { x: along(projection.axes[0]), y: along(projection.axes[1]) };
}
