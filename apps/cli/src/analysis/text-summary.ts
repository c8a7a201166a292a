import type { Analysis, CleaningStep, Segmentation } from "@segue/shared/analysis/analysis";
import { thousands } from "../progress.ts";

/** Of a column of the table of k, in characters. */
const WIDTH = 13;

/** The findings of an analysis for a terminal. */
export function textSummary(analysis: Analysis): string[] {
  const { source, cleaning, ids, features, segmentation, refusal } = analysis;
  const head = [
    source.description,
    `${thousands(cleaning.read)} rows read, ${thousands(cleaning.kept)} kept; ${thousands(ids.length)} customers`,
    ...cleaning.steps.flatMap(cleaningLine),
    ...missingLine(cleaning.missing),
  ];
  if (segmentation === null) return [...head, "", `no segments: ${refusal?.message ?? ""}`];
  return [...head, "", `segments by ${features.join(", ")}`, `k = ${segmentation.k.reason}`, ...kLines(segmentation), "", ...segmentLines(segmentation), ...unsegmentedLine(analysis, segmentation)];
}

function cleaningLine({ step, rows, action, what }: CleaningStep): string[] {
  if (step === "encoding") return [`  ${what}`];
  return rows === 0 ? [] : [`  ${step}: ${thousands(rows)} ${action} (${what})`];
}

function missingLine(missing: Readonly<Record<string, number>>): string[] {
  const some = Object.entries(missing).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${thousands(count)}`);
  return some.length === 0 ? [] : [`  missing values: ${some.join(", ")}`];
}

function kLines({ k, kmeans, hierarchical, pca }: Segmentation): string[] {
  const cell = (text: string): string => text.padStart(WIDTH);
  const figure = (value: number | null, digits: number): string => cell(value === null ? "" : value.toFixed(digits));
  const rows = k.table.map((row) => {
    const indices = [figure(row.inertia, 1), figure(row.silhouette, 3), figure(row.daviesBouldin, 3), figure(row.calinskiHarabasz, 1), figure(row.wardHeight, 2), figure(row.stability, 2)];
    return `${row.k === k.chosen ? ">" : " "}${String(row.k).padStart(3)}${indices.join("")}`;
  });
  return [
    `   k${["inertia", "silhouette", "davies-b.", "calinski-h.", "ward height", "stability"].map(cell).join("")}`,
    ...rows,
    `k-means: inertia ${kmeans.inertia.toFixed(2)}, silhouette ${kmeans.silhouette.toFixed(3)}, sizes ${kmeans.sizes.join(" ")}`,
    `Ward: silhouette ${hierarchical.silhouette.toFixed(3)}, sizes ${hierarchical.sizes.join(" ")}, adjusted Rand index to k-means ${hierarchical.adjustedRandToKmeans.toFixed(3)}`,
    `PCA: ${pca.explainedVarianceRatio.map((share) => `${(share * 100).toFixed(1)} %`).join(", ")}`,
  ];
}

function segmentLines({ segments }: Segmentation): string[] {
  return segments.flatMap(({ name, size, share, explanation, means, strategy }) => [
    `${name}: ${thousands(size)} customers (${(share * 100).toFixed(1)} %), ${explanation}`,
    `  ${Object.entries(means).flatMap(([column, mean]) => (mean === null ? [] : [`${column} ${shown(mean)}`])).join(", ")}`,
    `  ${strategy.summary}`,
  ]);
}

function unsegmentedLine({ ids }: Analysis, { kmeans }: Segmentation): string[] {
  const rest = ids.length - kmeans.sizes.reduce((sum, size) => sum + size, 0);
  return rest === 0 ? [] : [`unsegmented: ${thousands(rest)} of whom no feature is known`];
}

function shown(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 });
}
