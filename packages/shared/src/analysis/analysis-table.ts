import type { Points } from "../math/vector.ts";

/** A numeric column of what is analysed. */
export interface AnalysisColumn {
  /** The field, e.g. annualIncome. */
  readonly name: string;
  /** What the file calls it, e.g. "Annual Income (k$)"; for what is computed from purchases, the field. */
  readonly label: string;
  /** Taken as log1p before scaling; `null` where the data shall decide. */
  readonly log: boolean | null;
}

/** A column of words, e.g. gender. */
export interface AnalysisCategory {
  readonly name: string;
  readonly label: string;
  readonly levels: readonly string[];
  /** By row: index of the level, -1 for none. */
  readonly values: Int32Array;
}

/** A column of moments, e.g. the last purchase. They describe customers, and nothing is computed from them. */
export interface AnalysisDates {
  readonly name: string;
  /** By row: epoch milliseconds, NaN where not known. */
  readonly values: Float64Array;
}

/** One row per customer. */
export interface AnalysisTable {
  readonly ids: readonly string[];
  readonly columns: readonly AnalysisColumn[];
  /** Natural units, NaN where not known; as many dimensions as columns. */
  readonly values: Points;
  readonly categories: readonly AnalysisCategory[];
  readonly dates?: readonly AnalysisDates[];
}

/** The table's columns of those names, in that order; names that are not there are left out. */
export function columnsNamed(table: AnalysisTable, names: readonly string[]): { readonly columns: readonly AnalysisColumn[]; readonly values: Points } {
  const places = names.map((name) => table.columns.findIndex((column) => column.name === name)).filter((at) => at >= 0);
  const rows = table.ids.length;
  const values = new Float64Array(rows * places.length);
  for (let row = 0; row < rows; row++) {
    places.forEach((place, f) => (values[row * places.length + f] = table.values.values[row * table.columns.length + place]));
  }
  return { columns: places.map((place) => table.columns[place]), values: { values, dims: places.length } };
}

/** The known values of a column, in the order of the rows. */
export function knownValues(points: Points, column: number): Float64Array {
  const all = new Float64Array(points.dims === 0 ? 0 : points.values.length / points.dims);
  let known = 0;
  for (let at = column; at < points.values.length; at += points.dims) {
    const value = points.values[at];
    if (value === value) all[known++] = value;
  }
  return all.subarray(0, known);
}
