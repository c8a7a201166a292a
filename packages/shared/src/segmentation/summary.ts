import { majorUnits } from "../customers/money.ts";
import type { DriftItem } from "./drift/drift-watch.ts";
import { driftItems } from "./drift/drift-watch.ts";
import { publishedSegment } from "./labels.ts";
import type { Segment, SegmentModel } from "./model.ts";
import { scaleValue } from "./scaler.ts";
import { currentModel, firstFitPossible } from "./refit/schedule.ts";
import type { LiveModel, Segmenter } from "./segmenter-state.ts";
import { servedVersion } from "./segmenter-state.ts";
import type { DriftWatch } from "./drift/watch-state.ts";

export interface SegmentSummary {
  /** As fitted, under its present name. */
  readonly segment: Segment;
  /** Customers whose published segment it is, and their share of the segmented ones. */
  readonly size: number;
  readonly share: number;
  /** By raw column (features, then context), natural units; `null` where nobody has a value. */
  readonly means: readonly (number | null)[];
}

export interface Summary {
  readonly modelVersion: string | null;
  /** Whether there are customers enough, and of different kinds, for a first model. */
  readonly fitExpected: boolean;
  /** The serving model with its centroids where they are now, and one that waits. */
  readonly model: SegmentModel | null;
  readonly candidate: SegmentModel | null;
  readonly now: number;
  readonly columns: readonly string[];
  readonly segments: readonly SegmentSummary[];
  readonly totals: {
    readonly customers: number;
    readonly unsegmented: number;
    readonly orders: number;
    /** Gross of returns, major units, currencies added as they are. */
    readonly revenue: number;
    /** Of the revenue, where there is but one. */
    readonly currency: string | null;
  };
  /** Customers by bucket of forward-decayed spend, for the score of one of them; `null` where no feature ranks it. */
  readonly spends: readonly (readonly [number, number])[] | null;
  /** What is watched for drift; nothing before the first model. */
  readonly drift: readonly DriftItem[];
  readonly watch: Pick<DriftWatch, "silhouette" | "alarms" | "alarmTotals" | "transitions"> & { readonly hinkleyAlarms: number };
}

/** What the routes and metrics show; independent of the number of customers. */
export function summaryOf(segmenter: Segmenter): Summary {
  const { live, table, totals, watch } = segmenter;
  const segmented = live === null ? 0 : live.tallies.size.reduce((sum, n) => sum + n, 0);
  return {
    modelVersion: live === null ? null : servedVersion(live),
    fitExpected: live === null && firstFitPossible(segmenter),
    model: withoutBasis(live === null ? null : currentModel(live)),
    candidate: withoutBasis(segmenter.candidate),
    now: segmenter.now,
    columns: segmenter.derived.columns.map((column) => column.name),
    segments: live === null ? [] : live.model.segments.map((_, slot) => segmentSummary(live, slot, segmented)),
    totals: {
      customers: table.size,
      unsegmented: table.size - segmented,
      orders: totals.orders,
      revenue: totals.gross.reduce((sum, minor, at) => sum + majorUnits(minor, table.currencies[at]), 0),
      currency: table.currencies.length === 1 ? table.currencies[0] : null,
    },
    spends: segmenter.derived.spends === null ? null : [...segmenter.derived.spends.counts],
    drift: driftItems(segmenter),
    watch: { silhouette: watch.silhouette, alarms: watch.alarms, alarmTotals: watch.alarmTotals, hinkleyAlarms: watch.hinkley.total, transitions: watch.transitions },
  };
}

/** What tastes are computed with is as large as all the rest and shown to nobody. */
function withoutBasis(model: SegmentModel | null): SegmentModel | null {
  if (model === null) return null;
  const { taste: _taste, ...rest } = model;
  return rest;
}

function segmentSummary(live: LiveModel, slot: number, segmented: number): SegmentSummary {
  const { size, seen, sum } = live.tallies;
  const width = sum.length / size.length;
  return {
    segment: live.model.segments[slot],
    size: size[slot],
    share: segmented === 0 ? 0 : size[slot] / segmented,
    means: Array.from({ length: width }, (_, column) => {
      const at = slot * width + column;
      return seen[at] === 0 ? null : sum[at] / seen[at];
    }),
  };
}

export interface CustomerView {
  readonly segmentId: string | null;
  /** By column name, as of the last update or sweep; `null` where not known. */
  readonly features: Readonly<Record<string, number | null>>;
  /** The same in model space, clustering features only. */
  readonly scaled: Readonly<Record<string, number | null>>;
}

/** What the segmenter knows of one customer; `null` for a stranger. */
export function customerView(segmenter: Segmenter, customerId: string): CustomerView | null {
  const { table, live, config, derived } = segmenter;
  const row = table.rows.get(customerId);
  if (row === undefined) return null;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const raw = derived.columns.map((_, column) => table.raw[row * table.width + column]);
  const scaler = live?.model.scaler;
  return {
    segmentId: publishedSegment(segmenter, row),
    features: Object.fromEntries(derived.columns.map((column, at) => [column.name, known(raw[at])])),
    scaled: Object.fromEntries(
      config.features.map((feature, f) => [feature.name, scaler === undefined ? null : known(scaleValue(scaler, f, raw[f]))]),
    ),
  };
}
