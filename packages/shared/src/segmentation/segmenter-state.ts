import type { Feature, ScoreOf } from "../customers/features.ts";
import type { SpendRanks } from "../customers/spend-ranks.ts";
import { noSpendRanks, scoreAmong } from "../customers/spend-ranks.ts";
import type { SegmentChange } from "../events/segments.ts";
import { createShelf } from "../taste/shelf.ts";
import type { Shelf } from "../taste/shelf.ts";
import type { TasteDirections } from "../taste/taste-directions.ts";
import { TASTE_PRODUCTS } from "../taste/latest-products.ts";
import type { Points } from "../math/vector.ts";
import { ageingFeatures } from "./ageing.ts";
import type { CustomerTable, MutableSums, Totals } from "./customer-table.ts";
import { emptySums, emptyTable } from "./customer-table.ts";
import type { Statistics } from "./clustering/mini-batch.ts";
import type { Assignment, SegmentModel } from "./model.ts";
import type { SegmenterConfig } from "./segmenter-config.ts";
import type { DriftReference, DriftWatch } from "./drift/watch-state.ts";
import { quietWatch } from "./drift/watch-state.ts";

/** What a step of the fold asks of the service for one customer. */
export interface Effect {
  readonly customerId: string;
  /** To store as it is, or `null`: to delete. */
  readonly assignment: Assignment | null;
  /** To publish when the segment is another one than before. */
  readonly change: SegmentChange | null;
}

/** What the published segments look like in natural units, slot by slot. */
export interface Tallies {
  readonly size: Float64Array;
  /** Per slot and raw column: customers with a value, and its sum. */
  readonly seen: Float64Array;
  readonly sum: Float64Array;
  /** All segmented customers by raw column and bin of the watched scale. */
  readonly histogram: Float64Array;
}

/** The model that serves. Labels refer to `centroids`, which move only by records of the log: every label can be checked. */
export interface LiveModel {
  model: SegmentModel;
  minor: number;
  centroids: Points;
  /** Of the model space, by nearest slot. */
  readonly statistics: Statistics;
  /** By published slot. */
  readonly tallies: Tallies;
  /** What the customers were like at its adoption. */
  reference: DriftReference;
  /** Customer updates since the centroids were last published. */
  updates: number;
}

/**
 * The online state: a fold of `customer-updates` and `segment-models`, changed in place. The same records in the same order give the
 * same bits, also across a snapshot.
 */
export interface Segmenter {
  readonly config: SegmenterConfig;
  readonly table: CustomerTable;
  /** Stream time, epoch milliseconds: the largest told so far. */
  now: number;
  sweptAt: number;
  live: LiveModel | null;
  /** A model that waits to be adopted. */
  candidate: SegmentModel | null;
  /** Stream time and customers of the last fit, adopted or not; 0 before the first. */
  lastFit: { readonly time: number; readonly customers: number };
  nextMajor: number;
  nextSegmentNumber: number;
  refitRequested: boolean;
  watch: DriftWatch;
  readonly totals: Totals;
  /** The products that tastes are told from; empty where segments are made from other things. */
  readonly shelf: Shelf;
  /** Derived or scratch; not part of a snapshot. */
  readonly derived: Derived;
}

export interface Derived {
  readonly columns: readonly Feature[];
  readonly ageing: readonly number[];
  readonly x: Float64Array;
  readonly sums: MutableSums;
  /** Of the live model's tastes, `null` where it has none. */
  directions: TasteDirections | null;
  /** The spend of all customers, where a feature ranks it; else nobody is counted. */
  readonly spends: SpendRanks | null;
  readonly scoreOf: ScoreOf;
}

export function createSegmenter(config: SegmenterConfig): Segmenter {
  const columns = [...config.features, ...config.context];
  return {
    config,
    table: emptyTable(columns.length, config.segmentation === "taste" ? TASTE_PRODUCTS : 0),
    now: 0,
    sweptAt: 0,
    live: null,
    candidate: null,
    lastFit: { time: 0, customers: 0 },
    nextMajor: 1,
    nextSegmentNumber: 1,
    refitRequested: false,
    watch: quietWatch(),
    totals: { orders: 0, gross: [], returned: [] },
    shelf: createShelf(),
    derived: derivedOf(columns, config.features.length),
  };
}

function derivedOf(columns: readonly Feature[], dims: number): Derived {
  const spends = columns.some(({ ranked }) => ranked === true) ? noSpendRanks() : null;
  const scoreOf: ScoreOf = (spend) => (spends === null ? Number.NaN : scoreAmong(spends, spend));
  return { columns, ageing: ageingFeatures(columns), x: new Float64Array(dims), sums: emptySums(), directions: null, spends, scoreOf };
}

export const servedVersion = (live: LiveModel): string => `${live.model.version}.${live.minor}`;
