/**
 * Inverts a symmetric positive definite matrix, row by row in `matrix`, in place: L L^T by Cholesky, then L^-1, then L^-T L^-1 (Golub & Van Loan,
 * Matrix Computations, 4.2), in n^3 / 2 multiplications along rows.
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): void {
  factor(matrix, size);
  invertFactor(matrix, size);
  multiplyTransposed(matrix, size);
}

/** L in the lower triangle. */
function factor(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0, a = i * size, b = j * size; k < j; k++) sum -= matrix[a + k] * matrix[b + k];
      matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * (size + 1)];
    }
  }
}

/** L^-1 in the lower triangle, row i as a combination of the rows above it. */
function invertFactor(matrix: Float64Array, size: number): void {
  const row = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    row.fill(0, 0, i);
    for (let k = 0; k < i; k++) {
      const times = matrix[i * size + k];
      for (let j = 0, at = k * size; j <= k; j++) row[j] += times * matrix[at + j];
    }
    const diagonal = 1 / matrix[i * (size + 1)];
    for (let j = 0; j < i; j++) matrix[i * size + j] = -row[j] * diagonal;
    matrix[i * (size + 1)] = diagonal;
  }
}

/** L^-T L^-1, summed up row by row of L^-1. */
function multiplyTransposed(matrix: Float64Array, size: number): void {
  const product = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let i = 0, from = k * size; i <= k; i++) {
      const times = matrix[from + i];
      for (let j = 0, at = i * size; j <= i; j++) product[at + j] += times * matrix[from + j];
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = product[i * size + j];
}
