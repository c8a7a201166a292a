import type { AnalysisFigures } from "@segue/shared/analysis/analysis-json";

/** What is computed from purchases has no words in the file. */
const COMPUTED: Readonly<Record<string, string>> = {
  recency: "days since last purchase",
  frequency: "orders",
  monetary: "money spent",
  averageBasket: "average basket",
  variety: "different products",
  tenure: "days since first purchase",
  returnRate: "returned per bought",
  spendingScore: "spending score",
};

/** What a column is called: the file's own words where it has any. */
export function labelOf({ columns }: Pick<AnalysisFigures, "columns">, name: string): string {
  const label = columns.find((column) => column.name === name)?.label ?? name;
  return label === name ? (COMPUTED[name] ?? name) : label;
}

export const whole = (value: number): string => withMinus(Math.round(value).toLocaleString("en-US"));

const withMinus = (text: string): string => text.replace("-", "−");

/** The number and its sign stay on one line. */
export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}\u00a0%`;

/** Three to four digits, thousands separated; a dash for what is not known. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  if (size >= 1000) return whole(value);
  // What rounds to nothing has no sign.
  return withMinus(value.toLocaleString("en-US", { maximumFractionDigits: digitsFor(size), signDisplay: "negative" }));
}

const digitsFor = (size: number): number => (size >= 100 ? 0 : size >= 10 ? 1 : 2);

/** A deviation, with its sign. */
export const signed = (value: number, digits = 2): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;

/** A deviation in standard deviations. */
export const deviation = (z: number): string => `${signed(z)}\u00a0sd`;

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count === 0 ? "no" : whole(count)} ${count === 1 ? one : many}`;
