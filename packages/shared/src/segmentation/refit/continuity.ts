import { rowCount, rowOf, squaredDistance } from "../../math/vector.ts";
import type { Overlap } from "./matching.ts";
import { matchSlots, overlapOf } from "./matching.ts";
import type { Segmentation, Transition } from "../model.ts";
import type { Partition } from "../clustering/partition.ts";
import { groupSizes } from "../clustering/partition.ts";
import type { FittedData } from "./refit-fit.ts";
import type { RefitInput } from "./refit-input.ts";
import { comparableModel } from "./refit-input.ts";
import type { PreviousSpace } from "./previous-space.ts";
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
  const previous = comparableModel(input);
  const sizes = groupSizes(partition.labels, rowCount(partition.centroids));
  const inheritance = data.previous === null ? null : inherit(data.previous, partition);
  const heirOf = inheritance?.heirOf ?? sizes.map(() => -1);
  const oldIds = previous?.segments.map((segment) => segment.id) ?? [];
  const { numbers, next } = numbered({ sizes, heirOf, oldIds }, input.nextSegmentNumber);
  const ids = numbers.map((number) => `${ID_PREFIX[input.segmentation]}-${number}`);
  return {
    order: numbers.map((_, group) => group).sort((a, b) => numbers[a] - numbers[b]),
    ids,
    heirOf,
    nextSegmentNumber: next,
    churn: inheritance === null ? null : churnOf(inheritance.overlap, heirOf),
    transitions: inheritance === null ? [] : transitionsOf(inheritance.overlap, { before: oldIds, after: ids }),
  };
}

/** Old and new slots of the same customers on the same vectors. */
function inherit({ labels, centroids }: PreviousSpace, partition: Partition): { readonly overlap: Overlap; readonly heirOf: number[] } {
  const groups = rowCount(partition.centroids);
  const slots = Array.from({ length: rowCount(centroids) }, (_, slot) => slot);
  const overlap = overlapOf(labels, partition.labels, { before: slots.length, after: groups });
  const distances = slots.map((slot) => Array.from({ length: groups }, (_, group) => Math.sqrt(squaredDistance(rowOf(centroids, slot), partition.centroids, group))));
  return { overlap, heirOf: matchSlots(overlap, distances) };
}

interface Numbering {
  readonly sizes: readonly number[];
  readonly heirOf: readonly number[];
  readonly oldIds: readonly string[];
}

/** Heirs keep their number; the others get fresh ones, the largest group first. */
function numbered(groups: Numbering, first: number): { readonly numbers: readonly number[]; readonly next: number } {
  const numbers = groups.heirOf.map((old) => (old < 0 ? -1 : Number(groups.oldIds[old].split("-")[1])));
  let next = first;
  const bySize = groups.sizes.map((_, group) => group).sort((a, b) => groups.sizes[b] - groups.sizes[a] || a - b);
  for (const group of bySize) if (numbers[group] < 0) numbers[group] = next++;
  return { numbers, next };
}

/** Share of the customers who are in no heir of the segment they were in. */
export function churnOf(overlap: Overlap, heirOf: readonly number[]): number {
  const total = overlap.before.reduce((sum, n) => sum + n, 0);
  const stayed = heirOf.reduce((sum, old, group) => (old < 0 ? sum : sum + overlap.counts[old][group]), 0);
  return total === 0 ? 0 : 1 - stayed / total;
}
