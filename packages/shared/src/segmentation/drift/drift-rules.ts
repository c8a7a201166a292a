/** What is said about a metric, and when it is an alarm. All thresholds of the product are in this file. */
export interface DriftRule {
  /** From here on it is worth a look, from `act` on worth a refit; `null` for what is only reported. */
  readonly warn: number | null;
  readonly act: number | null;
  /** Sweeps on end that must show it, which are days: a busy day is no drift. */
  readonly for: number;
  /** Whether `act` brings a refit. */
  readonly refits: boolean;
  /** Whether weekdays may swing it: then what was the same a week ago is no news, unless it has lasted longer than a week. */
  readonly weekly: boolean;
  readonly help: string;
}

/** Segmentation.md 6.3. A value counts only where it is beyond what chance alone reaches (drift-noise.ts). */
export const DRIFT_RULES = {
  psi: { warn: 0.1, act: 0.25, for: 2, refits: true, weekly: true, help: "Population stability index of the segments' shares" },
  js_distance: { warn: 0.1, act: 0.2, for: 2, refits: true, weekly: true, help: "Jensen-Shannon distance of the segments' shares" },
  size_ratio: { warn: null, act: null, for: 1, refits: false, weekly: false, help: "Share of the segmented customers" },
  feature_psi: { warn: 0.1, act: 0.25, for: 2, refits: true, weekly: true, help: "Population stability index of a feature" },
  feature_ks: { warn: 0.1, act: 0.2, for: 2, refits: true, weekly: true, help: "Kolmogorov-Smirnov distance of a feature" },
  feature_wasserstein_norm: { warn: 0.1, act: 0.3, for: 2, refits: true, weekly: true, help: "Earth mover's distance of a feature, in sd" },
  centroid_shift: { warn: 0.25, act: 0.5, for: 3, refits: true, weekly: true, help: "Way of a centroid since the refit, in sd of its segment" },
  inertia_ratio: { warn: 1.05, act: 1.1, for: 2, refits: true, weekly: true, help: "Mean squared distance to the centroids against that at the refit" },
  silhouette_drop: { warn: 0.05, act: 0.1, for: 2, refits: true, weekly: true, help: "Simplified silhouette at the refit minus that of the last sweeps" },
  dying: { warn: 1, act: 1, for: 2, refits: true, weekly: false, help: "1 where a segment has less than .5 % of the customers" },
  page_hinkley: { warn: 1, act: 1, for: 1, refits: true, weekly: true, help: "Alarms of the Page-Hinkley test on the distance to the centroids in the day before the last sweep" },
  reassignment_ratio: { warn: 0, act: null, for: 3, refits: false, weekly: true, help: "Share of the updates that change a customer's segment; warns beyond twice the median of four weeks" },
  model_churn: { warn: 0.1, act: 0.2, for: 1, refits: false, weekly: false, help: "Customers whose segment the last refit changed, on the same vectors" },
  data_churn: { warn: null, act: null, for: 1, refits: false, weekly: false, help: "Customers whose nearest segment changed between the last two refits, by the older model" },
  model_age: { warn: 2, act: 2, for: 1, refits: false, weekly: false, help: "Age of the model, in periods between refits" },
} as const satisfies Readonly<Record<string, DriftRule>>;

export type DriftMetric = keyof typeof DRIFT_RULES;
export const DRIFT_METRICS = Object.keys(DRIFT_RULES) as readonly DriftMetric[];

/** Customers whose distribution in some feature has moved that far, in sd, since the same weekday of the week before are news. */
export const NEWS = 0.15;

/** A segment with a smaller share of the customers is dying out. */
export const DYING_SHARE = 0.005;
