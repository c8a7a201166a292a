import { pointsOf, rowCount, squaredDistance } from "../math/vector.ts";
import type { Overlap } from "./matching.ts";
import { matchSlots, overlapOf } from "./matching.ts";
import type { Segmentation, Transition } from "./model.ts";
import type { Partition } from "./partition.ts";
import { groupSizes, partitionBy } from "./partition.ts";
import type { FittedData } from "./refit-fit.ts";
import type { RefitInput } from "./refit-input.ts";
import { NO_SLOT, sameFeatures } from "./refit-input.ts";
import { rescale, scalePoints } from "./scaler.ts";
import { transitionsOf } from "./transitions.ts";

/** Ids of the two segmentations must not collide: both are shown side by side. */
const ID_PREFIX: Readonly<Record<Segmentation, string>> = { behaviour: "seg", taste: "taste" };

/** What the new groups are called after what they continue. */
export interface Continuity {
  /** New groups in the order of their slots, i.e. by id. */
  readonly order: readonly number[];
  /** By group: its id, and the old slot it continues (-1: none). */
  readonly ids: readonly string[];
  readonly heirOf: readonly number[];
  readonly nextSegmentNumber: number;
  readonly churn: number | null;
  readonly transitions: readonly Transition[];
}

export function continuityOf(input: RefitInput, data: FittedData, partition: Partition): Continuity {
  const sizes = groupSizes(partition.labels, rowCount(partition.centroids));
  const before = labelsBefore(input, data);
  const oldIds = input.previous?.model.segments.map((segment) => segment.id) ?? [];
  const overlap = overlapOf(before, partition.labels, { before: oldIds.length, after: sizes.length });
  const heirOf = input.previous === null ? sizes.map(() => -1) : matchSlots(overlap, centroidDistances(input, data, partition));
  const { numbers, next } = numbered(input, { sizes, heirOf, oldIds });
  const ids = numbers.map((number) => idOf(input.segmentation, number));
  return {
    order: numbers.map((_, group) => group).sort((a, b) => numbers[a] - numbers[b]),
    ids,
    heirOf,
    nextSegmentNumber: next,
    churn: input.previous === null ? null : churnOf(overlap, heirOf),
    transitions: input.previous === null ? [] : transitionsOf(overlap, { before: oldIds, after: ids }),
  };
}

const idOf = (segmentation: Segmentation, number: number): string => `${ID_PREFIX[segmentation]}-${number}`;

/** The slots of the previous model on the vectors of now; where its space is another one, the slots people were in. */
function labelsBefore(input: RefitInput, data: FittedData): ArrayLike<number> {
  if (input.previous === null) return new Int32Array(data.rows.length).fill(-1);
  const { model, slots } = input.previous;
  if (!sameFeatures(model, input)) return Int32Array.from(data.rows, (row) => (slots[row] === NO_SLOT ? -1 : slots[row]));
  const centroids = pointsOf(
    model.segments.map((segment) => segment.centroid),
    model.features.length,
  );
  return partitionBy(scalePoints(model.scaler, data.raw), centroids).labels;
}

function centroidDistances(input: RefitInput, data: FittedData, partition: Partition): number[][] | null {
  const model = input.previous?.model;
  if (model === undefined || !sameFeatures(model, input)) return null;
  const groups = rowCount(partition.centroids);
  return model.segments.map((segment) => {
    const old = Float64Array.from(rescale(segment.centroid, model.scaler, data.scaler));
    return Array.from({ length: groups }, (_, group) => Math.sqrt(squaredDistance(old, partition.centroids, group)));
  });
}

interface Numbering {
  readonly sizes: readonly number[];
  readonly heirOf: readonly number[];
  readonly oldIds: readonly string[];
}

/** Heirs keep their number; the others get fresh ones, the largest group first. */
function numbered(input: RefitInput, groups: Numbering): { readonly numbers: readonly number[]; readonly next: number } {
  const numbers = groups.heirOf.map((old) => (old < 0 ? -1 : Number(groups.oldIds[old].split("-")[1])));
  let next = input.nextSegmentNumber;
  const bySize = groups.sizes.map((_, group) => group).sort((a, b) => groups.sizes[b] - groups.sizes[a] || a - b);
  for (const group of bySize) if (numbers[group] < 0) numbers[group] = next++;
  return { numbers, next };
}

function churnOf(overlap: Overlap, heirOf: readonly number[]): number {
  const total = overlap.before.reduce((sum, n) => sum + n, 0);
  const stayed = heirOf.reduce((sum, old, group) => (old < 0 ? sum : sum + overlap.counts[old][group]), 0);
  return total === 0 ? 0 : 1 - stayed / total;
}
