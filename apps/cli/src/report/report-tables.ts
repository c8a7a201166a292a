import type { Analysis } from "@segue/shared/analysis/analysis";
import type { ReportTable } from "./segment-tables.ts";
import { segmentTables } from "./segment-tables.ts";

/** The tables of an analysis for Tableau, Power BI or a CRM; those of segments are empty where there are none. */
export function reportTables(analysis: Analysis): ReportTable[] {
  const { segmentation, purchases } = analysis;
  const found = { ...analysis, labels: segmentation?.clustering.partition.labels ?? [], segments: segmentation?.segments ?? [], lists: purchases ?? [] };
  return [...segmentTables(found), kTable(analysis)];
}

function kTable({ segmentation }: Analysis): ReportTable {
  const rows = (segmentation?.k.table ?? []).map((row) => [row.k, row.k === segmentation?.k.chosen ? "yes" : "no", row.inertia, row.silhouette, row.daviesBouldin, row.calinskiHarabasz, row.wardHeight, row.stability, row.smallestShare]);
  return { file: "k.csv", header: ["k", "chosen", "inertia", "silhouette", "daviesBouldin", "calinskiHarabasz", "wardHeight", "stability", "smallestShare"], rows };
}
