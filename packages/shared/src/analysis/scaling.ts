import type { Points } from "../math/vector.ts";
import type { Scaler } from "../segmentation/model.ts";
import { fitScaler, scalePoints } from "../segmentation/scaler.ts";
import type { AnalysisColumn } from "./analysis-table.ts";
import { knownValues } from "./analysis-table.ts";
import type { Moments } from "./moments.ts";
import { momentsOf } from "./moments.ts";

/** How one column comes into the space that is clustered. */
export interface ColumnScaling {
  readonly feature: string;
  readonly log: boolean;
  readonly reason: string;
  /** In natural units, and as scaled: mean 0 and sd 1 unless the column is constant. */
  readonly before: Moments;
  readonly after: Moments;
}

export interface Scaling {
  readonly columns: readonly ColumnScaling[];
  readonly scaler: Scaler;
  readonly scaled: Points;
}

/** From here on a column without negative values is straightened by log1p. */
const SKEWED = 1;

/** z-scores without clipping, of log1p where a column is skewed by nature or by its figures. */
export function scaleColumns(columns: readonly AnalysisColumn[], raw: Points): Scaling {
  const before = columns.map((_, at) => momentsOf(knownValues(raw, at)));
  const choices = columns.map((column, at) => logChoice(column, knownValues(raw, at), before[at]));
  const scaler = fitScaler(raw, choices.map(({ log }, at) => ({ name: columns[at].name, log })), null);
  const scaled = scalePoints(scaler, raw);
  const described = columns.map(({ name }, at) => ({ feature: name, ...choices[at], before: before[at], after: momentsOf(knownValues(scaled, at)) }));
  return { columns: described, scaler, scaled };
}

function logChoice(column: AnalysisColumn, values: Float64Array, { sd, skewness }: Moments): { readonly log: boolean; readonly reason: string } {
  if (sd === 0) return { log: false, reason: "it does not vary, so that it tells nobody apart" };
  // What rounds to nothing has no sign.
  const skew = `skewness ${(Math.round(skewness * 100) / 100 + 0).toFixed(2)}`;
  if (column.log === true) return { log: true, reason: `sums and counts of purchases are taken as log1p (${skew})` };
  if (column.log === false || skewness <= SKEWED || values.some((value) => value < 0)) return { log: false, reason: `taken as it is (${skew})` };
  return { log: true, reason: `skewed to the right, so taken as log1p (${skew})` };
}

