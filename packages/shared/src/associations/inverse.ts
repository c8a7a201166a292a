/** Rows at a time: their sums do not wait for each other, and each adds up in the order that it would alone. */
const ABREAST = 4;

/**
 * Inverts a symmetric positive definite matrix, row by row in `matrix`, in place: L L^T by Cholesky, then L^-1, then L^-T L^-1 (Golub & Van Loan,
 * Matrix Computations, 4.2), in n^3 / 2 multiplications along rows.
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): void {
  factor(matrix, size);
  invertFactor(matrix, size);
  multiplyTransposed(matrix, size);
}

/** L in the lower triangle, zeros above. */
function factor(matrix: Float64Array, size: number): void {
  for (let top = 0; top < size; top += ABREAST) {
    const end = Math.min(size, top + ABREAST);
    const solved = end - top === ABREAST ? top : 0;
    for (let j = 0; j < solved; j++) solveAbreast(matrix, size, { top, j });
    for (let i = top; i < end; i++) {
      for (let j = solved; j <= i; j++) solve(matrix, size, { i, j });
      matrix.fill(0, i * (size + 1) + 1, (i + 1) * size);
    }
  }
}

function solve(matrix: Float64Array, size: number, { i, j }: { readonly i: number; readonly j: number }): void {
  let sum = matrix[i * size + j];
  for (let k = 0, a = i * size, b = j * size; k < j; k++) sum -= matrix[a + k] * matrix[b + k];
  matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * (size + 1)];
}

/** Column j of four rows from `top` on. */
function solveAbreast(matrix: Float64Array, size: number, { top, j }: { readonly top: number; readonly j: number }): void {
  const a = top * size;
  const [b, c, d] = [a + size, a + 2 * size, a + 3 * size];
  let [first, second, third, fourth] = [matrix[a + j], matrix[b + j], matrix[c + j], matrix[d + j]];
  for (let k = 0, row = j * size; k < j; k++) {
    const factor = matrix[row + k];
    first -= matrix[a + k] * factor;
    second -= matrix[b + k] * factor;
    third -= matrix[c + k] * factor;
    fourth -= matrix[d + k] * factor;
  }
  const diagonal = matrix[j * (size + 1)];
  matrix[a + j] = first / diagonal;
  matrix[b + j] = second / diagonal;
  matrix[c + j] = third / diagonal;
  matrix[d + j] = fourth / diagonal;
}

/** L^-1 in the lower triangle, row i as a combination of the rows above it. */
function invertFactor(matrix: Float64Array, size: number): void {
  const row = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    row.fill(0, 0, i);
    for (let k = 0; k < i; k += ABREAST) addRows(row, matrix, { to: 0, from: k * size, stride: size, rows: Math.min(ABREAST, i - k), times: i * size + k, step: 1, width: Math.min(i, k + ABREAST) });
    const diagonal = 1 / matrix[i * (size + 1)];
    for (let j = 0; j < i; j++) matrix[i * size + j] = -row[j] * diagonal;
    matrix[i * (size + 1)] = diagonal;
  }
}

/** L^-T L^-1, summed up row by row of L^-1. */
function multiplyTransposed(matrix: Float64Array, size: number): void {
  const product = new Float64Array(size * size);
  for (let k = 0; k < size; k += ABREAST) {
    const rows = Math.min(ABREAST, size - k);
    for (let i = 0; i < k + rows; i++) addRows(product, matrix, { to: i * size, from: k * size, stride: size, rows, times: k * size + i, step: size, width: i + 1 });
  }
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = product[i * size + j];
}

/** Up to four rows of a matrix and what each is multiplied by: `from` and `times` are the places of the first of them, `stride` and `step` the ways to the next. They are added from `to` on. */
interface Multiples {
  readonly to: number;
  readonly from: number;
  readonly stride: number;
  readonly rows: number;
  readonly times: number;
  readonly step: number;
  /** So many of a row count. */
  readonly width: number;
}

/** Adds multiples of rows, one after the other at each place. */
function addRows(sum: Float64Array, matrix: Float64Array, multiples: Multiples): void {
  const { to, from, stride, rows, times, step, width } = multiples;
  if (rows === ABREAST) return addFourRows(sum, matrix, multiples);
  for (let row = 0; row < rows; row++) {
    const factor = matrix[times + row * step];
    for (let j = 0, at = from + row * stride; j < width; j++) sum[to + j] += factor * matrix[at + j];
  }
}

function addFourRows(sum: Float64Array, matrix: Float64Array, { to, from: a, stride, times, step, width }: Multiples): void {
  const [b, c, d] = [a + stride, a + 2 * stride, a + 3 * stride];
  const [first, second, third, fourth] = [matrix[times], matrix[times + step], matrix[times + 2 * step], matrix[times + 3 * step]];
  for (let j = 0; j < width; j++) sum[to + j] = sum[to + j] + first * matrix[a + j] + second * matrix[b + j] + third * matrix[c + j] + fourth * matrix[d + j];
}
