import type { ListName } from "../list-names.ts";
import type { TasteBasis } from "../taste/taste-basis.ts";
import type { DriftMetric } from "./drift/drift-rules.ts";

/** behaviour: what customers do (RFM and profile), named, for people. taste: what they buy, for collaborative filtering. */
export const SEGMENTATIONS = ["behaviour", "taste"] as const;
export type Segmentation = (typeof SEGMENTATIONS)[number];

/** Why a model was fitted; the metric of drift whose alarm asked for it is among the reasons. */
export type RefitReason = "first" | "requested" | "timer" | "growth" | DriftMetric;

/** Turns raw feature values into model space, one entry per feature: z = clip((g(x) - mean) / sd), g = log1p where `log` is set. */
export interface Scaler {
  readonly mean: readonly number[];
  /** Population standard deviation (ddof 0), never 0. */
  readonly sd: readonly number[];
  readonly log: readonly boolean[];
  /** Largest absolute z, or `null` for none. */
  readonly clip: number | null;
}

/** What to do with the customers of a segment, in words for a marketer. */
export interface Strategy {
  readonly summary: string;
  readonly channel: string;
  readonly offer: string;
  /** A goal that can be measured. */
  readonly goal: string;
  /** What customers of the segment are shown who ask for no list in particular; for-you where it is left out. */
  readonly list?: ListName;
}

export interface Segment {
  /** Stable across refits and never reused, e.g. `seg-7`. */
  readonly id: string;
  readonly name: string;
  /** What makes the name true, e.g. "income +0.99 sd, score +1.24 sd". */
  readonly explanation: string;
  readonly strategy: Strategy;
  /** Id of the naming rule that name and strategy follow, e.g. "high-spenders". */
  readonly rule: string;
  /** The rule that held at this fit, when it was another one: it takes over if it holds again at the next. */
  readonly pendingRule: string | null;
  /** Named by hand: refits keep the name. */
  readonly pinned: boolean;
  /** In model space. */
  readonly centroid: readonly number[];
  /** Customers in the segment at the fit. */
  readonly size: number;
  /** Mean of each raw value (`features`, then `context`) over the segment's customers that have it, `null` where none has. */
  readonly means: readonly (number | null)[];
}

/** One number of segments that was considered. */
export interface Candidate {
  readonly k: number;
  readonly inertia: number;
  readonly silhouette: number;
  readonly smallestShare: number;
  /** Mean adjusted Rand index to fits of 80 % of the customers (stability.ts); left out where it was not measured. */
  readonly stability?: number;
}

/** A fitted segmentation. Immutable once published; a slot is an index into `segments`. */
export interface SegmentModel {
  readonly schema: 1;
  readonly segmentation: Segmentation;
  /** `<segmentation>-<major>`; served versions add the minor: `behaviour-3.12`. */
  readonly version: string;
  readonly major: number;
  /** Stream time of the fit, epoch milliseconds. */
  readonly fittedAt: number;
  /** Left out for a table that is analysed, and in models of earlier versions. */
  readonly reason?: RefitReason;
  readonly customers: number;
  /** What customers are clustered on: the dimensions of model space. */
  readonly features: readonly string[];
  /** What segments are described and named by as well, without being clustered on. */
  readonly context: readonly string[];
  readonly scaler: Scaler;
  /** What tastes are computed with; only in a model of them. */
  readonly taste?: TasteBasis;
  readonly segments: readonly Segment[];
  readonly inertia: number;
  readonly silhouette: number;
  readonly candidates: readonly Candidate[];
  /** A number of segments that was clearly better at this fit, though the present one was kept: it takes over if it is again at the next. */
  readonly pendingK?: number | null;
  /** Share of the customers whose segment id changed against the model before, on the same vectors; `null` for a first model. */
  readonly churn: number | null;
  readonly transitions: readonly Transition[];
  /** The next number for a fresh segment id. */
  readonly nextSegmentNumber: number;
  /** Rows are the first principal axes (at most 2) in model space, with their shares of the variance; the basis of the segment map. */
  readonly projection: { readonly axes: readonly (readonly number[])[]; readonly explainedVariance: readonly number[] };
}

/** What the `assignments` collection keeps per customer. */
export interface Assignment {
  readonly segmentId: string;
  /** The served version the label was last checked under, e.g. `behaviour-3.12`. */
  readonly modelVersion: string;
}

/** What became of segments at a refit (MONIC). */
export interface Transition {
  readonly type: "survive" | "split" | "merge" | "appear" | "disappear";
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Customers who moved along; the size of what appeared or disappeared. */
  readonly customers: number;
}
