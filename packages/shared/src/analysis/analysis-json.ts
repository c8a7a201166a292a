import type { Analysis } from "./analysis.ts";

/** The figures of an analysis as one JSON document: everything but the single customers. */
export function analysisJson(analysis: Analysis) {
  const { source, parameters, cleaning, summaries, byCategory, segmentation, refusal } = analysis;
  const segmented = segmentation === null ? 0 : segmentation.kmeans.sizes.reduce((sum, size) => sum + size, 0);
  const { k, kmeans, hierarchical, pca, segments, beside } = segmentation ?? NOTHING;
  return {
    source,
    parameters,
    rows: {
      read: cleaning.read,
      kept: cleaning.kept,
      duplicates: cleaning.duplicates,
      missing: cleaning.missing,
      outliers: Object.fromEntries(summaries.map(({ name, outliers }) => [name, outliers.iqr])),
    },
    cleaning: cleaning.steps,
    customers: { total: analysis.ids.length, segmented, unsegmented: analysis.ids.length - segmented },
    columns: summaries,
    categories: byCategory,
    correlations: analysis.correlations,
    features: analysis.features,
    scaling: analysis.scaling,
    k,
    kmeans,
    hierarchical,
    pca,
    segments,
    beside,
    purchases: analysis.purchases,
    refusal,
  };
}

export type AnalysisFigures = ReturnType<typeof analysisJson>;

const NOTHING = { k: null, kmeans: null, hierarchical: null, pca: null, segments: [], beside: null };
