import type { Feature } from "../customers/features.ts";
import { featureNamed } from "../customers/features.ts";
import { TASTE_DIMS } from "../taste/taste-directions.ts";
import type { Segmentation } from "./model.ts";
import type { NamingTable } from "./naming/naming-table.ts";
import type { KRange } from "./refit/refit-input.ts";
import { LIVE_CLIP } from "./scaler.ts";

const DAY = 86_400_000;

export interface SegmenterConfig {
  readonly segmentation: Segmentation;
  /** What customers are clustered on. */
  readonly features: readonly Feature[];
  /** What segments are described and named by as well. */
  readonly context: readonly Feature[];
  readonly kRange: KRange;
  /** How segments get their names and strategies. */
  readonly naming: NamingTable;
  /** A published label changes only to a centroid that is nearer by this share of the distance. */
  readonly hysteresis: number;
  /** Largest |z| of a value, `null` for none. */
  readonly clip: number | null;
  readonly moves: {
    /** Customer updates between two published positions of the centroids, at least. */
    readonly updates: number;
    /** How far the farthest one must have moved in model space. */
    readonly distance: number;
  };
  readonly refits: {
    readonly minCustomers: number;
    /** Stream time between two refits, milliseconds. */
    readonly every: number;
    /** A refit is due when there are this many times the customers of the last. */
    readonly growth: number;
    /** A refit that changes the id of more customers than this becomes a candidate first. */
    readonly churn: number;
  };
}

/** The design's values (segmentation.md 5 and 6). */
export const SEGMENTER_DEFAULTS: Omit<SegmenterConfig, "segmentation" | "features" | "naming"> = {
  context: [],
  kRange: { min: 4, max: 8 },
  hysteresis: 0.05,
  clip: LIVE_CLIP,
  moves: { updates: 50, distance: 0.01 },
  refits: { minCustomers: 20, every: 7 * DAY, growth: 2, churn: 0.2 },
};

/** Told by the refit from what customers buy, so that nothing is read from their sums. */
const TASTE_FEATURES: readonly Feature[] = Array.from({ length: TASTE_DIMS }, (_, dimension) => ({ name: `taste.${dimension + 1}`, unit: "direction", log: false, of: () => Number.NaN }));

/** Whether a column is a direction of tastes, which says nothing to a reader. */
export const isTasteDirection = (column: string): boolean => TASTE_FEATURES.some(({ name }) => name === column);

/** Tastes differ in more ways than habits, and say nothing where few customers have bought. */
const TASTE_RANGE = { min: 6, max: 12 };
/** As many there have to be for a first model of tastes. */
export const TASTE_CUSTOMERS = 100;

/** Segments by what customers buy, described by how much and how often. The rules of `naming` are not theirs: they are called by what they buy. */
export function tasteConfig(refits: Pick<SegmenterConfig["refits"], "every">, naming: NamingTable): SegmenterConfig {
  return {
    ...SEGMENTER_DEFAULTS,
    segmentation: "taste",
    features: TASTE_FEATURES,
    context: ["recency", "frequency", "monetary"].flatMap((name) => featureNamed(name) ?? []),
    kRange: TASTE_RANGE,
    naming,
    clip: null,
    refits: { ...SEGMENTER_DEFAULTS.refits, ...refits, minCustomers: TASTE_CUSTOMERS },
  };
}
