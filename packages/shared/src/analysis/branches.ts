import type { Hierarchy } from "../segmentation/clustering/hierarchy.ts";

/** A cluster of a hierarchy, with the two it was joined from where those are told apart. */
export interface Branch {
  /** At which it was joined; 0 for a single leaf. */
  readonly height: number;
  /** Rows in it. */
  readonly size: number;
  readonly parts: readonly Branch[];
}

/** The top of a hierarchy: the merges of its last `count` clusters. Smaller clusters come first of two. */
export function topBranches({ dendrogram, weights }: Pick<Hierarchy, "dendrogram" | "weights">, count: number): Branch {
  const { rows, left, right, height } = dendrogram;
  const rootOf = Int32Array.from({ length: rows }, (_, leaf) => leaf);
  const find = (leaf: number): number => {
    let at = leaf;
    while (rootOf[at] !== at) at = rootOf[at] = rootOf[rootOf[at]];
    return at;
  };
  const branches: Branch[] = Array.from({ length: rows }, (_, leaf) => ({ height: 0, size: weights[leaf], parts: [] }));
  for (let step = 0; step < rows - 1; step++) {
    const [a, b] = [find(left[step]), find(right[step])];
    const parts = [branches[a], branches[b]].sort((x, y) => x.size - y.size);
    rootOf[b] = a;
    branches[a] = { height: height[step], size: branches[a].size + branches[b].size, parts: step < rows - count ? [] : parts };
  }
  return branches[find(0)];
}
