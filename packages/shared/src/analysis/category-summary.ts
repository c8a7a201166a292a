import { rowCount } from "../math/vector.ts";
import { groupMeans } from "../segmentation/clustering/partition.ts";
import type { CategorySummary } from "./analysis.ts";
import type { AnalysisCategory, AnalysisTable } from "./analysis-table.ts";

/** How many customers have each word of a column, and what the numeric columns are like among them. */
export function summarizeCategories(table: AnalysisTable): CategorySummary[] {
  return table.categories.map((category) => ({ name: category.name, label: category.label, levels: levelsOf(category, table) }));
}

function levelsOf({ levels, values }: AnalysisCategory, table: AnalysisTable): CategorySummary["levels"] {
  const unknown = { values: new Float64Array(levels.length * table.columns.length).fill(Number.NaN), dims: table.columns.length };
  const means = groupMeans(table.values, { labels: values, k: levels.length }, unknown);
  const meanOf = (level: number, column: number): number | null => {
    const mean = means.values[level * means.dims + column];
    return Number.isNaN(mean) ? null : mean;
  };
  return levels.map((level, at) => ({
    level,
    customers: values.reduce((count, value) => (value === at ? count + 1 : count), 0),
    means: rowCount(table.values) === 0 ? {} : Object.fromEntries(table.columns.map((column, f) => [column.name, meanOf(at, f)])),
  }));
}
