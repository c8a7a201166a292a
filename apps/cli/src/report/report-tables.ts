import type { Analysis } from "@segue/shared/analysis/analysis";
import type { Cell } from "@segue/segmenter/csv";

/** One CSV file: names of columns that never change, and rows. */
export interface ReportTable {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The tables of an analysis for Tableau, Power BI or a CRM; those of segments are empty where there are none. */
export function reportTables(analysis: Analysis): ReportTable[] {
  return [customersTable(analysis), segmentsTable(analysis), recommendationsTable(analysis), kTable(analysis)];
}

function customersTable(analysis: Analysis): ReportTable {
  const { ids, columns, categories } = analysis;
  const header = ["customerId", "segmentId", "segment", ...columns.map(({ name }) => name), ...categories.map(({ name }) => name)];
  return { file: "customers.csv", header, rows: ids.map((id, at) => [id, ...segmentOf(analysis, at), ...featuresOf(analysis, at)]) };
}

function segmentOf({ segmentation }: Analysis, row: number): Cell[] {
  const label = segmentation?.clustering.partition.labels[row] ?? -1;
  const segment = segmentation?.segments[label];
  return segment === undefined ? [null, null] : [segment.id, segment.name];
}

function featuresOf({ columns, values, categories }: Analysis, row: number): Cell[] {
  return [...columns.map((_, column) => values[row * columns.length + column] ?? null), ...categories.map((category) => category.levels[category.values[row] ?? -1] ?? null)];
}

function segmentsTable({ columns, segmentation }: Analysis): ReportTable {
  const header = ["segmentId", "segment", "customers", "share", "explanation", ...columns.flatMap(({ name }) => [`${name}Mean`, `${name}Sd`]), "strategy", "channel", "offer", "goal"];
  const rows = (segmentation?.segments ?? []).map(({ id, name, size, share, explanation, means, zScores, strategy }) => [
    id,
    name,
    size,
    share,
    explanation,
    ...columns.flatMap((column) => [means[column.name] ?? null, zScores[column.name] ?? null]),
    strategy.summary,
    strategy.channel,
    strategy.offer,
    strategy.goal,
  ]);
  return { file: "segments.csv", header, rows };
}

/** What a segment would be recommended, and what it buys more than others. */
function recommendationsTable({ purchases, segmentation }: Analysis): ReportTable {
  const nameOf = (id: string): string | null => segmentation?.segments.find((segment) => segment.id === id)?.name ?? null;
  const rows = (purchases ?? []).flatMap(({ segmentId, recommended, boughtMore }) => [
    ...recommended.map(({ productId, title, score, reason }, at) => [segmentId, nameOf(segmentId), "recommended", at + 1, productId, title ?? null, score, reason.text, null, null, null]),
    ...boughtMore.map(({ productId, title, orders, share, shareElsewhere }, at) => [segmentId, nameOf(segmentId), "bought-more", at + 1, productId, title ?? null, null, null, orders, share, shareElsewhere]),
  ]);
  return { file: "recommendations.csv", header: ["segmentId", "segment", "list", "rank", "productId", "title", "score", "reason", "orders", "share", "shareElsewhere"], rows };
}

function kTable({ segmentation }: Analysis): ReportTable {
  const rows = (segmentation?.k.table ?? []).map((row) => [row.k, row.k === segmentation?.k.chosen ? "yes" : "no", row.inertia, row.silhouette, row.daviesBouldin, row.calinskiHarabasz, row.wardHeight, row.stability, row.smallestShare]);
  return { file: "k.csv", header: ["k", "chosen", "inertia", "silhouette", "daviesBouldin", "calinskiHarabasz", "wardHeight", "stability", "smallestShare"], rows };
}
