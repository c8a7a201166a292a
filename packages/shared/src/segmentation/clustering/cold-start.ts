import type { Random } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { rowCount } from "../../math/vector.ts";
import { kmeans } from "./kmeans.ts";
import type { Partition } from "./partition.ts";

/** Up to this many rows more starts cost next to nothing, and a hierarchy's start may miss the best partition by 2 %. */
const RESTARTS_UP_TO = 2000;
const RESTARTS = 20;

/** K-means from the hierarchy's start; of a small table the best of that and of k-means++ starts. */
export function coldStart(points: Points, start: Points, random: Random): Partition {
  return kmeans(points, { k: rowCount(start), restarts: rowCount(points) > RESTARTS_UP_TO ? 0 : RESTARTS, random, start });
}
