import type { Source } from "@segue/shared/analysis/analysis";

const PURCHASES = ["recency", "frequency", "monetary"];
const CUSTOMERS = ["annualIncome", "spendingScore"];
const BESIDES = ["age"];
/** More than this many columns drown each other. */
const MOST = 8;

/** What customers are clustered on where nothing else is asked for, and what joins in for a second look. */
export function defaultFeatures(kind: Source["kind"], names: readonly string[]): { readonly features: readonly string[]; readonly besides: readonly string[] } {
  const usual = kind === "purchases" ? PURCHASES : CUSTOMERS;
  if (usual.every((name) => names.includes(name))) return { features: usual, besides: kind === "purchases" ? [] : BESIDES.filter((name) => names.includes(name)) };
  return { features: names.slice(0, MOST), besides: [] };
}
