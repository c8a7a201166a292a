import type { Random } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { spreadRows } from "./kmeans-plus-plus.ts";
import { lloyd } from "./lloyd.ts";
import type { Partition } from "./partition.ts";
import { withoutEmptyGroups } from "./partition.ts";
import { weightedLloyd } from "./weighted-lloyd.ts";

const MAX_ITERATIONS = 300;

export interface KMeansOptions {
  readonly k: number;
  /** Further starts, drawn by k-means++; a single one misses the best partition in half of all cases. */
  readonly restarts: number;
  readonly random: Random;
  /** A start to try first, k x d. */
  readonly start?: Points;
}

/**
 * The best of several k-means by inertia: from `start`, if there is one, and from k-means++ seeds. Groups that stay empty are left
 * out, so that there are fewer than `k` when fewer rows are distinct. `points` (n x d, NaN where not known) must not be empty.
 */
export function kmeans(points: Points, { k, restarts, random, start }: KMeansOptions): Partition {
  let best = start === undefined ? null : withoutEmptyGroups(lloyd(points, start));
  let improved = false;
  for (let restart = 0; restart < restarts || best === null; restart++) {
    const next = withoutEmptyGroups(weightedLloyd(points, spreadRows(points, { k, random }), { maxIterations: MAX_ITERATIONS }));
    // The same partition reached on another way differs in the last digits.
    if (best !== null && next.inertia >= best.inertia * (1 - 1e-9)) continue;
    best = next;
    improved = true;
  }
  return improved ? withoutEmptyGroups(lloyd(points, best.centroids)) : best;
}
