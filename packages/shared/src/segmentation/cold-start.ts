import type { Random } from "../math/random.ts";
import type { Points } from "../math/vector.ts";
import { rowCount } from "../math/vector.ts";
import { spreadRows } from "./kmeans-plus-plus.ts";
import { lloyd } from "./lloyd.ts";
import type { Partition } from "./partition.ts";
import { withoutEmptyGroups } from "./partition.ts";
import { weightedLloyd } from "./weighted-lloyd.ts";

/** Up to this many rows more starts cost next to nothing, and a hierarchy's start may miss the best partition by 2 %. */
const RESTARTS_UP_TO = 2000;
const RESTARTS = 20;
const MAX_ITERATIONS = 300;

/** K-means from the hierarchy's start; of a small table the best of that and of k-means++ starts. */
export function coldStart(points: Points, start: Points, random: Random): Partition {
  let best = withoutEmptyGroups(lloyd(points, start));
  if (rowCount(points) > RESTARTS_UP_TO) return best;
  for (let restart = 0; restart < RESTARTS; restart++) {
    const seeds = spreadRows(points, rowCount(start), random);
    const next = withoutEmptyGroups(weightedLloyd(points, seeds, { maxIterations: MAX_ITERATIONS }));
    // The same partition reached on another way differs in the last digits.
    if (next.inertia < best.inertia * (1 - 1e-9)) best = next;
  }
  return best;
}
