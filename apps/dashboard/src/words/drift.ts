import { featureLabel } from "./features.ts";
import { count, percent } from "./numbers.ts";

export interface DriftWords {
  readonly label: string;
  /** What the number says. */
  readonly meaning: string;
  /** What to do when it is past its limit. */
  readonly advice: string;
  /** Whether 1 is where it stands when nothing drifts. */
  readonly around1?: boolean;
  /** Whether it is a whole number. */
  readonly counted?: boolean;
  readonly format: (value: number) => string;
}

const decimals = (value: number): string => new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "negative" }).format(value);

const WORDS: Readonly<Record<string, DriftWords>> = {
  inertia_ratio: {
    label: "Spread around the centres",
    meaning: "How far customers are from the centre of their segment, against the last fit: 1 is as it was then.",
    advice: "Customers no longer gather where the segments are. Fit the segments anew, and look at the candidate before it serves.",
    around1: true,
    format: decimals,
  },
  psi: {
    label: "Shift of the shares",
    meaning: "Population stability index of the segments' shares against the last fit: below 0.1 is stable, from 0.25 on it is another crowd.",
    advice: "Look at Movements for who went where. A season or a campaign explains itself; if not, fit the segments anew.",
    format: decimals,
  },
  centroid_shift: {
    label: "Shift of the centre",
    meaning: "How far a segment's centre has moved since the last fit, in standard deviations of the segment.",
    advice: "The name and the strategy of this segment may not be true any more: read its card again, then fit anew.",
    format: (value) => `${decimals(value)} sd`,
  },
  js_distance: { label: "Distance of the shares", meaning: "Jensen-Shannon distance of the segments' shares to the last fit: 0 is the same, 1 nothing in common.", advice: "As for the shift of the shares.", format: decimals },
  size_ratio: { label: "Share", meaning: "Share of the customers in the segment.", advice: "", format: percent },
  dying: { label: "Dying segment", meaning: "1 where a segment has less than 0.5 % of the customers.", advice: "A segment is dying out: fit anew.", counted: true, format: count },
  feature_psi: { label: "Shift of a feature", meaning: "Population stability index of a feature since the model began to serve.", advice: "Customers differ in this from those that the segments were made from.", format: decimals },
  feature_ks: { label: "Largest gap in a feature", meaning: "Kolmogorov-Smirnov distance of a feature since the model began to serve.", advice: "As for the shift of a feature.", format: decimals },
  feature_wasserstein_norm: { label: "Way of a feature", meaning: "How far customers have moved in a feature, in standard deviations.", advice: "As for the shift of a feature.", format: (value) => `${decimals(value)} sd` },
  silhouette_drop: { label: "Loss of separation", meaning: "By how much the silhouette has fallen since the model began to serve.", advice: "Segments run into each other: fit anew.", format: decimals },
  page_hinkley: { label: "Sudden distance", meaning: "Alarms of the Page-Hinkley test on the distance to the centres, in the day before the last sweep.", advice: "Customers have begun to behave unlike their segments.", counted: true, format: count },
  reassignment_ratio: { label: "Restlessness", meaning: "Share of the updates that change a customer's segment.", advice: "Customers change sides more than twice as often as usual.", format: percent },
  model_churn: { label: "Changed by the last fit", meaning: "Customers whose segment the last fit changed, on the same data.", advice: "Look at Movements for what became of the segments.", format: percent },
  data_churn: { label: "Moved between the fits", meaning: "Customers who moved to another segment between the last two fits.", advice: "", format: percent },
  model_age: { label: "Age of the model", meaning: "Age of the model in periods between fits.", advice: "Fits do not come or wait to be adopted: look at Models.", format: decimals },
};

export function driftWords(metric: string): DriftWords {
  const known = WORDS[metric];
  if (known !== undefined) return known;
  const label = metric.replaceAll("_", " ");
  return { label: label.charAt(0).toUpperCase() + label.slice(1), meaning: "", advice: "Look at Movements and at the segments' cards; fit anew if they are not true any more.", format: (value) => (Math.abs(value) < 100 ? decimals(value) : count(value)) };
}

/** The segment or the feature that a reading is of, by its name; `null` for one of the whole. */
export function driftSubject({ segment, feature }: { readonly segment?: string | undefined; readonly feature?: string | undefined }, names: ReadonlyMap<string, string>): string | null {
  if (segment !== undefined) return names.get(segment) ?? segment;
  return feature === undefined ? null : featureLabel(feature);
}
