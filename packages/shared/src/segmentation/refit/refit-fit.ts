import type { Random } from "../../math/random.ts";
import { seededRandom } from "../../math/random.ts";
import type { Points } from "../../math/vector.ts";
import { rowCount } from "../../math/vector.ts";
import { chooseK } from "../quality/choose-k.ts";
import { coldStart } from "../clustering/cold-start.ts";
import { hierarchyOf } from "../clustering/hierarchy.ts";
import { lloyd } from "../clustering/lloyd.ts";
import type { Candidate, Scaler, Segmentation } from "../model.ts";
import type { Partition } from "../clustering/partition.ts";
import { groupSizes } from "../clustering/partition.ts";
import type { RefitInput } from "./refit-input.ts";
import { comparableModel } from "./refit-input.ts";
import type { PreviousSpace } from "./previous-space.ts";
import { resamplesOf, stability } from "../quality/stability.ts";
import { silhouettes } from "../quality/silhouette.ts";

/** The warm start is kept unless the hierarchy's start ends this much lower: continuity is worth a percent, and more between tastes, of which there are many equally good partitions. */
const WARM_START_BONUS: Readonly<Record<Segmentation, number>> = { behaviour: 0.99, taste: 0.9 };
export const FEWEST_SEGMENTS = 2;

/** The usable customers, raw and in the new model's space. */
export interface FittedData {
  readonly raw: Points;
  readonly scaler: Scaler;
  readonly scaled: Points;
  /** Rows of the input, one per row of the points. */
  readonly rows: Int32Array;
  readonly distinct: number;
  readonly previous: PreviousSpace | null;
}

/** One fit with the figures it was compared by. */
export interface Fit {
  readonly partition: Partition;
  readonly candidate: Candidate;
  /** All that were compared, by ascending k. */
  readonly candidates: readonly Candidate[];
  readonly pendingK: number | null;
}

/** K-means for every k of the range, started from a Ward hierarchy or (for the present k) from the present centroids, and the best k. */
export function bestFit(input: RefitInput, data: FittedData): Fit {
  const random = seededRandom(input.seed);
  const partitions = partitionsByK(input, data, random);
  const scores = silhouettes(
    data.scaled,
    partitions.map((partition) => ({ labels: partition.labels, k: rowCount(partition.centroids) })),
    random,
  );
  const resamples = resamplesOf(data.scaled, random);
  const candidates = partitions.map((partition, at) => candidateOf(partition, { silhouette: scores[at], stability: stability(resamples, partition.centroids, random) }));
  const previous = comparableModel(input);
  const current = previous === null ? null : { k: previous.segments.length, pendingK: previous.pendingK ?? null };
  const { candidate, pendingK } = chooseK(candidates, current);
  return { partition: partitions[candidates.indexOf(candidate)], candidate, candidates, pendingK };
}

function partitionsByK(input: RefitInput, data: FittedData, random: Random): Partition[] {
  const { starts } = hierarchyOf(data.scaled, random);
  const warm = data.previous?.centroids ?? null;
  const last = Math.min(input.kRange.max, data.distinct);
  const first = Math.max(FEWEST_SEGMENTS, Math.min(input.kRange.min, last));
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const cold = coldStart(data.scaled, starts(first + at), random);
    return warm !== null && rowCount(warm) === first + at ? warmer(cold, lloyd(data.scaled, warm), WARM_START_BONUS[input.segmentation]) : cold;
  });
}

/** A segment that lost all its customers ends the warm start: the hierarchy has a better use for it. */
function warmer(cold: Partition, warm: Partition, bonus: number): Partition {
  if (groupSizes(warm.labels, rowCount(warm.centroids)).includes(0)) return cold;
  return cold.inertia < warm.inertia * bonus ? cold : warm;
}

function candidateOf(partition: Partition, measured: Pick<Required<Candidate>, "silhouette" | "stability">): Candidate {
  const k = rowCount(partition.centroids);
  const sizes = groupSizes(partition.labels, k);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return { k, inertia: partition.inertia, ...measured, smallestShare: Math.min(...sizes) / total };
}
