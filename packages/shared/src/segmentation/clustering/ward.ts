import type { Points } from "../../math/vector.ts";
import { rowCount } from "../../math/vector.ts";

/** The merges in ascending height; step s joins the cluster that holds row `left[s]` with the one that holds `right[s]`. */
export interface Dendrogram {
  readonly rows: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** In scipy's convention: the Euclidean distance for two single rows, sqrt(2 wA wB / (wA + wB)) |cA - cB| in general. */
  readonly height: Float64Array;
}

/** The clusters that still stand, packed at positions 0..size-1 of the arrays. A cluster is called by the row it grew from. */
interface Forest {
  readonly dims: number;
  readonly centroids: Float64Array;
  readonly weights: Float64Array;
  readonly position: Int32Array;
  readonly clusterAt: Int32Array;
  size: number;
}

/**
 * Ward's hierarchical clustering by nearest-neighbour chains (Murtagh 1983; Ward is reducible, so the chain is exact) on centroids
 * and weights: O(n^2 d) time, O(n d) memory. Values must be finite; weights (default 1) positive.
 */
export function ward(points: Points, weights?: Float64Array): Dendrogram {
  const rows = rowCount(points);
  const forest: Forest = {
    dims: points.dims,
    centroids: Float64Array.from(points.values),
    weights: weights === undefined ? new Float64Array(rows).fill(1) : Float64Array.from(weights),
    position: Int32Array.from({ length: rows }, (_, i) => i),
    clusterAt: Int32Array.from({ length: rows }, (_, i) => i),
    size: rows,
  };
  return ascending(rows, mergeAll(forest));
}

interface Merge {
  readonly left: number;
  readonly right: number;
  readonly squaredHeight: number;
}

function mergeAll(forest: Forest): Merge[] {
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (forest.size > 1) {
    if (chain.length === 0) chain.push(forest.clusterAt[0]);
    const top = chain[chain.length - 1];
    const before = chain.length > 1 ? chain[chain.length - 2] : -1;
    const next = nearestCluster(forest, top, before);
    if (next.cluster !== before) {
      chain.push(next.cluster);
      continue;
    }
    chain.length -= 2;
    merges.push({ left: before, right: top, squaredHeight: next.squaredHeight });
    join(forest, before, top);
  }
  return merges;
}

/** Among equals `preferred` (the one before on the chain; -1 for none) wins: else the chain could run in circles. */
function nearestCluster(forest: Forest, cluster: number, preferred: number): { cluster: number; squaredHeight: number } {
  const self = forest.position[cluster];
  const first = preferred < 0 ? -1 : forest.position[preferred];
  let best = first < 0 ? Number.POSITIVE_INFINITY : separation(forest, self, first);
  let at = first;
  for (let other = 0; other < forest.size; other++) {
    if (other === self) continue;
    const d = separation(forest, self, other);
    if (d < best) {
      best = d;
      at = other;
    }
  }
  return { cluster: forest.clusterAt[at], squaredHeight: best };
}

/** d^2 = 2 wA wB / (wA + wB) |cA - cB|^2. */
function separation(forest: Forest, a: number, b: number): number {
  const { dims, centroids, weights } = forest;
  let sum = 0;
  for (let f = 0, i = a * dims, j = b * dims; f < dims; f++, i++, j++) {
    const t = centroids[i] - centroids[j];
    sum += t * t;
  }
  return ((2 * weights[a] * weights[b]) / (weights[a] + weights[b])) * sum;
}

/** Cluster `a` becomes the union; the last cluster moves to where `b` was, so that scans stay contiguous. */
function join(forest: Forest, a: number, b: number): void {
  const { dims, centroids, weights, position, clusterAt } = forest;
  const into = position[a];
  const from = position[b];
  const total = weights[into] + weights[from];
  for (let f = 0; f < dims; f++) {
    const at = into * dims + f;
    centroids[at] = (weights[into] * centroids[at] + weights[from] * centroids[from * dims + f]) / total;
  }
  weights[into] = total;
  const last = --forest.size;
  centroids.copyWithin(from * dims, last * dims, (last + 1) * dims);
  weights[from] = weights[last];
  clusterAt[from] = clusterAt[last];
  position[clusterAt[from]] = from;
}

function ascending(rows: number, merges: Merge[]): Dendrogram {
  merges.sort((a, b) => a.squaredHeight - b.squaredHeight);
  return {
    rows,
    left: Int32Array.from(merges, (merge) => merge.left),
    right: Int32Array.from(merges, (merge) => merge.right),
    height: Float64Array.from(merges, (merge) => Math.sqrt(merge.squaredHeight)),
  };
}

/** The partition into `k` clusters (1 <= k <= rows): a label per row, numbered in order of first appearance. */
export function cut(dendrogram: Dendrogram, k: number): Int32Array {
  const parent = Int32Array.from({ length: dendrogram.rows }, (_, i) => i);
  const root = (row: number): number => {
    let at = row;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  for (let step = 0; step < dendrogram.rows - k; step++) parent[root(dendrogram.right[step])] = root(dendrogram.left[step]);
  const labels = new Map<number, number>();
  return Int32Array.from({ length: dendrogram.rows }, (_, row) => {
    const cluster = root(row);
    const label = labels.get(cluster) ?? labels.size;
    labels.set(cluster, label);
    return label;
  });
}
