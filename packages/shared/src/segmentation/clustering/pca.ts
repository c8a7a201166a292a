import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Points } from "../../math/vector.ts";
import { rowCount } from "../../math/vector.ts";

export interface Projection {
  /** Unit vectors, the axis of the largest variance first. */
  readonly axes: readonly (readonly number[])[];
  /** Share of the variance along each axis. */
  readonly explainedVariance: readonly number[];
}

/**
 * Principal axes of the rows by the eigenvectors of their d x d covariance; a missing value counts as its column's mean. An axis points
 * so that its dot product with the axis before (`previous`) is not negative, or else so that its largest loading is positive:
 * signs of eigenvectors are arbitrary and a map must not flip at a refit.
 */
export function principalAxes(points: Points, previous: Projection | null): Projection {
  const covariance = covarianceOf(points);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const total = realEigenvalues.reduce((sum, value) => sum + Math.max(0, value), 0);
  // The decomposition lists eigenvalues in ascending order.
  const order = realEigenvalues.map((_, at) => at).reverse();
  return {
    axes: order.map((column, rank) => oriented(eigenvectorMatrix.getColumn(column), previous?.axes[rank])),
    explainedVariance: order.map((column) => (total === 0 ? 0 : Math.max(0, realEigenvalues[column]) / total)),
  };
}

function covarianceOf(points: Points): Matrix {
  const { dims, values } = points;
  const rows = rowCount(points);
  const means = Array.from({ length: dims }, (_, f) => columnMean(points, f));
  const products = Matrix.zeros(dims, dims);
  const x = new Float64Array(dims);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < dims; f++) {
      const value = values[row * dims + f];
      x[f] = value === value ? value - means[f] : 0;
    }
    for (let f = 0; f < dims; f++) {
      for (let g = 0; g <= f; g++) products.set(f, g, products.get(f, g) + x[f] * x[g]);
    }
  }
  for (let f = 0; f < dims; f++) for (let g = 0; g < f; g++) products.set(g, f, products.get(f, g));
  return products.div(Math.max(1, rows));
}

function columnMean(points: Points, column: number): number {
  let sum = 0;
  let seen = 0;
  for (let at = column; at < points.values.length; at += points.dims) {
    const value = points.values[at];
    if (value !== value) continue;
    sum += value;
    seen++;
  }
  return seen === 0 ? 0 : sum / seen;
}

function oriented(axis: number[], before: readonly number[] | undefined): number[] {
  const direction =
    before?.length === axis.length
      ? axis.reduce((sum, value, at) => sum + value * before[at], 0)
      : axis.reduce((largest, value) => (Math.abs(value) > Math.abs(largest) + 1e-12 ? value : largest), 0);
  return direction < 0 ? axis.map((value) => -value + 0) : axis.map((value) => value + 0);
}
