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

/** Splits of a tree at most: what a row falls into is written out for so many. */
export const MOST_SPLITS = 6;
const LEAVES = 2 ** MOST_SPLITS;

/** The same as flat arrays, all trees with {@link MOST_SPLITS} splits: those that a tree has not are never above their thresholds. */
export interface Forest {
  readonly features: Uint8Array;
  readonly thresholds: Float64Array;
  readonly leaves: Float64Array;
}

/** Of trees of at most {@link MOST_SPLITS} splits each. */
export function forestOf({ trees }: Ranker): Forest {
  const splitsOfAll = trees.length * MOST_SPLITS;
  const forest = { features: new Uint8Array(splitsOfAll), thresholds: new Float64Array(splitsOfAll).fill(Number.POSITIVE_INFINITY), leaves: new Float64Array(trees.length * LEAVES) };
  trees.forEach(({ splits, leaves }, tree) => {
    forest.features.set(splits.map(([feature]) => feature), tree * MOST_SPLITS);
    forest.thresholds.set(splits.map(([, threshold]) => threshold), tree * MOST_SPLITS);
    forest.leaves.set(leaves, tree * LEAVES);
  });
  return forest;
}

/** Rows of features, column by column: feature f of row r is at f x `rows` + r. */
export interface Columns {
  readonly values: Float64Array;
  readonly rows: number;
}

/**
 * What the trees add for each row. Comparisons are shifted, not branched on: half of all branches would be guessed wrong. All splits of a tree are asked in one go, so that a row's leaf is
 * in no array in between: half the time of going through the rows split by split.
 */
export function valuesOf({ features, thresholds, leaves }: Forest, { values, rows }: Columns): Float64Array {
  const sums = new Float64Array(rows);
  for (let split = 0, first = 0; split < features.length; split += MOST_SPLITS, first += LEAVES) {
    const column0 = features[split] * rows;
    const column1 = features[split + 1] * rows;
    const column2 = features[split + 2] * rows;
    const column3 = features[split + 3] * rows;
    const column4 = features[split + 4] * rows;
    const column5 = features[split + 5] * rows;
    const threshold0 = thresholds[split];
    const threshold1 = thresholds[split + 1];
    const threshold2 = thresholds[split + 2];
    const threshold3 = thresholds[split + 3];
    const threshold4 = thresholds[split + 4];
    const threshold5 = thresholds[split + 5];
    for (let row = 0; row < rows; row++) {
      const low = Number(values[column0 + row] > threshold0) | (Number(values[column1 + row] > threshold1) << 1) | (Number(values[column2 + row] > threshold2) << 2);
      const high = Number(values[column3 + row] > threshold3) | (Number(values[column4 + row] > threshold4) << 1) | (Number(values[column5 + row] > threshold5) << 2);
      sums[row] += leaves[first + low + (high << 3)];
    }
  }
  return sums;
}
