import { featureNamed } from "@segue/shared/customers/features";
import type { ScoreOf } from "@segue/shared/customers/features";
import { scoreAmong } from "@segue/shared/customers/spend-ranks";
import type { SpendRanks } from "@segue/shared/customers/spend-ranks";
import type { Summary } from "@segue/shared/segmentation/summary";
import type { CustomerSums } from "@segue/shared/customers/customer";
import { pointsOf, squaredDistance } from "@segue/shared/math/vector";
import { scaleValue } from "@segue/shared/segmentation/scaler";
import type { SegmentModel } from "@segue/shared/segmentation/model";

/** From this many standard deviations on, a value stands out. */
const STANDS_OUT = 0.5;

/** When features are taken, and how a spend ranks then. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly scoreOf: ScoreOf;
}

/** Feature values in natural units, `null` where not known. */
export function featuresOf(names: readonly string[], customer: CustomerSums, { now, scoreOf }: Moment): Record<string, number | null> {
  return Object.fromEntries(
    names.map((name) => {
      const value = featureNamed(name)?.of(customer, now, scoreOf) ?? Number.NaN;
      return [name, Number.isNaN(value) ? null : value];
    }),
  );
}

/** The score of a spend among the customers of a summary. */
export function scoresAmong(summary: Summary | null): ScoreOf {
  const ranks: SpendRanks = { counts: new Map(summary?.spends ?? []), upTo: null };
  return (spend) => scoreAmong(ranks, spend);
}

export interface Standing {
  readonly zScores: Record<string, number | null>;
  readonly distances: SegmentDistance[];
  readonly runnerUp: SegmentDistance | null;
}

interface SegmentDistance {
  readonly id: string;
  readonly name: string;
  readonly distance: number;
}

/** Where a customer stands among the segments of a model; `segmentId` is the one they are in. */
export function standingOf(model: SegmentModel | null, features: Readonly<Record<string, number | null>>, segmentId: string | null): Standing {
  if (model === null) return { zScores: {}, distances: [], runnerUp: null };
  const x = Float64Array.from(model.features, (name, at) => scaleValue(model.scaler, at, features[name] ?? Number.NaN));
  const zScores = Object.fromEntries(model.features.map((name, at) => [name, finite(x[at])]));
  const distances = model.segments.flatMap(({ id, name, centroid }): SegmentDistance[] => {
    const distance = Math.sqrt(squaredDistance(x, pointsOf([centroid], centroid.length), 0));
    return Number.isNaN(distance) ? [] : [{ id, name, distance }];
  });
  distances.sort((a, b) => a.distance - b.distance);
  return { zScores, distances, runnerUp: distances.find(({ id }) => id !== segmentId) ?? null };
}

const finite = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

/** Why a customer is where they are: what stands out against everybody, strongest first. */
export function whyText(model: SegmentModel | null, features: Readonly<Record<string, number | null>>): string {
  if (model === null) return "there is no segment model yet";
  const scored = model.features.map((name, index) => ({ name, z: scaleValue(model.scaler, index, features[name] ?? Number.NaN) }));
  const known = scored.filter(({ z }) => Number.isFinite(z));
  if (known.length === 0) return "nothing is known of this customer that segments are made from";
  const notable = known.filter(({ z }) => Math.abs(z) >= STANDS_OUT).sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  if (notable.length === 0) return "close to the average customer in everything";
  return notable.map(({ name, z }) => `${name} ${z > 0 ? "+" : "−"}${Math.abs(z).toFixed(2)} sd`).join(", ");
}
