/**
 * A symmetric decision tree: all nodes of a level ask the same, so that the leaf of a row is the number whose bit k is 1 where the row's feature is above the threshold of split k.
 * Nothing is branched on, which is what makes it fast (Prokhorenkova et al., CatBoost, arXiv 1706.09516).
 */
export interface Tree {
  readonly splits: readonly (readonly [feature: number, threshold: number])[];
  /** 2^splits. */
  readonly leaves: readonly number[];
}

/** Boosted trees: what they add to the logarithm of a score is the sum of one leaf of each. */
export interface Ranker {
  readonly features: readonly string[];
  readonly trees: readonly Tree[];
}

/** The same as flat arrays, all trees with as many splits as the deepest. */
export interface Forest {
  readonly trees: number;
  readonly depth: number;
  readonly features: Uint8Array;
  readonly thresholds: Float64Array;
  readonly leaves: Float64Array;
}

export function forestOf({ trees }: Ranker): Forest {
  const depth = Math.max(0, ...trees.map(({ splits }) => splits.length));
  const forest = { trees: trees.length, depth, features: new Uint8Array(trees.length * depth), thresholds: new Float64Array(trees.length * depth).fill(Number.POSITIVE_INFINITY), leaves: new Float64Array(trees.length << depth) };
  trees.forEach(({ splits, leaves }, tree) => {
    forest.features.set(splits.map(([feature]) => feature), tree * depth);
    forest.thresholds.set(splits.map(([, threshold]) => threshold), tree * depth);
    forest.leaves.set(leaves, tree << depth);
  });
  return forest;
}

/** Rows of features, column by column: feature f of row r is at f x `rows` + r. */
export interface Columns {
  readonly values: Float64Array;
  readonly rows: number;
}

/** What the trees add for each row. The rows are gone through split by split, and comparisons are shifted, not branched on: half of all branches would be guessed wrong. */
export function valuesOf({ trees, depth, features, thresholds, leaves }: Forest, { values, rows }: Columns): Float64Array {
  const sums = new Float64Array(rows);
  const leafOf = new Int32Array(rows);
  for (let tree = 0; tree < trees; tree++) {
    leafOf.fill(tree << depth);
    for (let level = 0; level < depth; level++) {
      const split = tree * depth + level;
      const threshold = thresholds[split];
      const from = features[split] * rows;
      for (let row = 0; row < rows; row++) leafOf[row] |= Number(values[from + row] > threshold) << level;
    }
    for (let row = 0; row < rows; row++) sums[row] += leaves[leafOf[row]];
  }
  return sums;
}
