import { rowOf } from "../math/vector.ts";
import { centroidShift, populationStability, stabilityNoise } from "./drift.ts";
import { meanSquaredDistance } from "./labels.ts";
import type { LiveModel, Segmenter } from "./segmenter-state.ts";

/** A slot with a smaller share of the customers is dying out. */
const DYING_SHARE = 0.005;

/** How far the customers have moved away from the model since its fit. */
export interface DriftReport {
  /** Mean squared distance to the nearest centroid now / at the fit. */
  readonly inertiaRatio: number;
  /** Population stability index of the published segments' shares against the fit, and what chance alone reaches once in 100. */
  readonly psi: number;
  readonly psiNoise: number;
  /** Smallest share of the customers that any slot has. */
  readonly smallestShare: number;
  /** Slot by slot: distance of the centroid from where it was fitted, in standard deviations of the segment. */
  readonly centroidShifts: readonly number[];
}

export function driftReport(live: LiveModel): DriftReport {
  const { model, statistics, tallies } = live;
  const customers = statistics.count.reduce((sum, n) => sum + n, 0);
  const errors = statistics.error.reduce((sum, e) => sum + e, 0);
  const fitted = model.customers === 0 ? 0 : model.inertia / model.customers;
  return {
    inertiaRatio: fitted === 0 || customers === 0 ? 1 : meanSquaredDistance(errors, customers) / fitted,
    psi: populationStability(
      model.segments.map((segment) => segment.size),
      Array.from(tallies.size),
    ),
    psiNoise: stabilityNoise(model.segments.length, model.customers, customers),
    smallestShare: customers === 0 ? 0 : Math.min(...statistics.count) / customers,
    centroidShifts: model.segments.map((segment, slot) =>
      centroidShift(segment.centroid, rowOf(live.centroids, slot), meanSquaredDistance(statistics.error[slot], statistics.count[slot])),
    ),
  };
}

/** Counts in how many sweeps on end each sign of drift has shown: one alone may be a busy day. */
export function watchDrift(segmenter: Segmenter): void {
  const { live, config, alarms } = segmenter;
  if (live === null) return;
  const report = driftReport(live);
  const next = (times: number, alarming: boolean): number => (alarming ? times + 1 : 0);
  alarms.inertia = next(alarms.inertia, report.inertiaRatio > config.refits.inertiaRatio);
  alarms.psi = next(alarms.psi, report.psi > Math.max(config.refits.psi, report.psiNoise));
  alarms.dying = next(alarms.dying, report.smallestShare < DYING_SHARE);
}
