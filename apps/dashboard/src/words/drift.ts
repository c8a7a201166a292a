import { count, percent } from "./numbers.ts";

export interface DriftWords {
  readonly label: string;
  /** What the number says. */
  readonly meaning: string;
  /** What to do when it is past its limit. */
  readonly advice: string;
  readonly format: (value: number) => string;
}

const decimals = (value: number): string => new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);

const WORDS: Readonly<Record<string, DriftWords>> = {
  inertia_ratio: {
    label: "Spread around the centres",
    meaning: "How far customers are from the centre of their segment, against the last fit: 1 is as it was then.",
    advice: "Customers no longer gather where the segments are. Fit the segments anew, and look at the candidate before it serves.",
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
  smallest_share: { label: "Smallest share", meaning: "Share of the customers in the smallest segment.", advice: "A segment is dying out: fit anew.", format: percent },
};

export function driftWords(metric: string): DriftWords {
  const known = WORDS[metric];
  if (known !== undefined) return known;
  const label = metric.replaceAll("_", " ");
  return { label: label.charAt(0).toUpperCase() + label.slice(1), meaning: "", advice: "Look at Movements and at the segments' cards; fit anew if they are not true any more.", format: (value) => (Math.abs(value) < 100 ? decimals(value) : count(value)) };
}
