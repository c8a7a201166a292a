/** Which products of the head of the catalogue go together, as plain data that fits into a record of the log. */
export interface Associations {
  readonly products: readonly string[];
  /** For each product the others that go with it most, as numbers into `products`, strongest first. */
  readonly partners: readonly (readonly number[])[];
  /** Their weights as whole numbers of `scale`. */
  readonly weights: readonly (readonly number[])[];
  readonly scale: number;
}
