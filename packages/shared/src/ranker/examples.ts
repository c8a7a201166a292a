/** The feature that holds the logarithm of the score that a ranker is to improve. */
export const SCORE_FEATURE = "logScore";

/** A list of products that somebody was about to choose from. */
export interface Example {
  /** Product by product as many numbers as there are features. */
  readonly values: ArrayLike<number>;
  /** Per product 1 for what was bought then. */
  readonly bought: ArrayLike<number>;
  /** Products that were bought, in the list or not. */
  readonly size: number;
}

/** Such lists one after the other, as flat arrays. */
export interface Examples {
  /** What the columns of `values` are. */
  readonly features: readonly string[];
  /** The products of list l are the rows `starts[l]` to `starts[l + 1]`, without the latter. */
  readonly starts: Int32Array;
  /** Row by row as many numbers as there are features. */
  readonly values: Float32Array;
  /** Per row the logarithm of its score. */
  readonly scores: Float32Array;
  readonly bought: Uint8Array;
  /** Per list. */
  readonly sizes: Int32Array;
}

export const listCount = ({ sizes }: Examples): number => sizes.length;
export const rowCount = ({ bought }: Examples): number => bought.length;

/** Lists of the same features, among which is {@link SCORE_FEATURE}. */
export function examplesOf(features: readonly string[], lists: readonly Example[]): Examples {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach(({ bought }, list) => (starts[list + 1] = starts[list] + bought.length));
  const rows = starts[lists.length];
  const values = new Float32Array(rows * features.length);
  const bought = new Uint8Array(rows);
  lists.forEach((list, at) => {
    values.set(list.values, starts[at] * features.length);
    bought.set(list.bought, starts[at]);
  });
  const score = features.indexOf(SCORE_FEATURE);
  const scores = Float32Array.from({ length: rows }, (_, row) => values[row * features.length + score]);
  return { features, starts, values, scores, bought, sizes: Int32Array.from(lists, ({ size }) => size) };
}
