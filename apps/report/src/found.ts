import type { AnalysisFigures } from "@segue/shared/analysis/analysis-json";
import type { ReportData } from "@segue/shared/analysis/report-data";
import type { SegmentPictures } from "@segue/shared/analysis/segment-pictures";

/** What there is where a file could be segmented. */
export interface Found {
  readonly data: ReportData;
  readonly figures: AnalysisFigures;
  readonly pictures: SegmentPictures;
  readonly k: NonNullable<AnalysisFigures["k"]>;
  readonly kmeans: NonNullable<AnalysisFigures["kmeans"]>;
  readonly hierarchical: NonNullable<AnalysisFigures["hierarchical"]>;
  readonly pca: NonNullable<AnalysisFigures["pca"]>;
  readonly segments: AnalysisFigures["segments"];
  readonly names: readonly string[];
}

export function foundIn(data: ReportData): Found | null {
  const { figures, pictures } = data;
  const { k, kmeans, hierarchical, pca, segments } = figures;
  if (pictures === null || k === null || kmeans === null || hierarchical === null || pca === null) return null;
  return { data, figures, pictures, k, kmeans, hierarchical, pca, segments, names: segments.map(({ name }) => name) };
}
