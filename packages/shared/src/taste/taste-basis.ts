/**
 * The directions of a model's tastes in the hashed space, frozen with the model. As plain data that fits into a record of the log:
 * a byte per bucket and dimension as two hexadecimal digits, dimension by dimension, times the dimension's `scale`.
 */
export interface TasteBasis {
  readonly scale: readonly number[];
  readonly weights: string;
}
