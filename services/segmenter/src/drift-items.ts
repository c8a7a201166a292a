import { SEGMENTER_DEFAULTS } from "@segue/shared/segmentation/segmenter-config";
import type { Summary } from "@segue/shared/segmentation/summary";

export interface DriftItem {
  readonly metric: string;
  readonly segment?: string;
  readonly value: number;
  /** From here on it is worth a look, from `act` on worth a refit. */
  readonly warn: number;
  readonly act: number;
}

/** Half the way to a refit is worth a look, as is more than chance explains. */
const WARN_INERTIA = 1.05;
const WARN_PSI = 0.1;
/** In standard deviations of the segment. */
const SHIFT = { warn: 0.25, act: 0.5 };

/** The drift report as a list of metrics with their thresholds. */
export function driftItems(summary: Summary | null): DriftItem[] {
  const drift = summary?.drift ?? null;
  if (summary === null || drift === null) return [];
  const { inertiaRatio, psi } = SEGMENTER_DEFAULTS.refits;
  const shifts = drift.centroidShifts.map((value, slot): DriftItem => {
    const segment = summary.segments[slot]?.segment.id;
    return { metric: "centroid_shift", ...(segment === undefined ? {} : { segment }), value, ...SHIFT };
  });
  return [
    { metric: "inertia_ratio", value: drift.inertiaRatio, warn: WARN_INERTIA, act: inertiaRatio },
    { metric: "psi", value: drift.psi, warn: Math.max(WARN_PSI, drift.psiNoise), act: Math.max(psi, drift.psiNoise) },
    ...shifts,
  ];
}
