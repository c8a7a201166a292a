import type { Points } from "../math/vector.ts";
import { rowCount } from "../math/vector.ts";
import { distinctRows } from "../segmentation/refit/refit-input.ts";
import { SEGMENTER_DEFAULTS } from "../segmentation/segmenter-config.ts";
import type { Analysis } from "./analysis.ts";
import type { KLimits } from "./k-row.ts";

type Refusal = NonNullable<Analysis["refusal"]>;

const SHOWN = 10;
/** A number of segments is considered only where each could have so many customers. */
const PER_SEGMENT = 3;
const FEWEST_SEGMENTS = 2;

/**
 * The numbers of segments to look at, or why there can be none. `known` are the customers of whom something is known, by the features
 * that tell them apart; `customers` counts all.
 */
export function limitsFor(known: Points, asked: { readonly k: number | null; readonly features: readonly string[]; readonly customers: number }): KLimits | Refusal {
  const { k, features, customers } = asked;
  const distinct = distinctRows(known, Math.max(SHOWN, k ?? 0));
  const fewest = k ?? FEWEST_SEGMENTS * PER_SEGMENT;
  if (customers < fewest) return tooFew(customers, fewest, k);
  if (distinct < FEWEST_SEGMENTS) return { code: "all_alike", message: `all ${customers} customers are alike in ${features.join(", ")}; name other columns with --features` };
  if (k !== null) return distinct < k ? tooFewKinds(distinct, k) : { min: k, max: k, shown: Math.min(Math.max(SHOWN, k), distinct), asked: k };
  const max = Math.min(SEGMENTER_DEFAULTS.kRange.max, Math.floor(rowCount(known) / PER_SEGMENT), distinct);
  if (max < FEWEST_SEGMENTS) return tooFew(rowCount(known), fewest, k);
  return { min: Math.min(SEGMENTER_DEFAULTS.kRange.min, max), max, shown: Math.min(SHOWN, distinct), asked: null };
}

function tooFew(customers: number, needed: number, k: number | null): Refusal {
  const few = `only ${customers} ${customers === 1 ? "customer" : "customers"} can be segmented`;
  return { code: "too_few_customers", message: k === null ? `${few}; ${needed} are needed, or a number with --k` : `${few}, and ${k} segments were asked for with --k` };
}

function tooFewKinds(distinct: number, k: number): Refusal {
  return { code: "too_few_customers", message: `${k} segments were asked for, but there are only ${distinct} different customers; ask for fewer with --k` };
}
