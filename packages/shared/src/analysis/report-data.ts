import type { Analysis } from "./analysis.ts";
import type { AnalysisFigures } from "./analysis-json.ts";
import { analysisJson } from "./analysis-json.ts";
import type { Histogram } from "./histogram.ts";
import { binOf, histogramOf } from "./histogram.ts";
import { momentsOf } from "./moments.ts";
import type { SegmentPictures } from "./segment-pictures.ts";
import { segmentPictures } from "./segment-pictures.ts";

/** Everything a report shows: the figures that --json prints, and what pictures are drawn from. */
export interface ReportData {
  readonly figures: AnalysisFigures;
  /** By column of `figures.scaling`: the values as they are scaled. */
  readonly scaledHistograms: readonly Histogram[];
  /** By category and column: the values of each of its words, in the bins of the whole column. */
  readonly byLevel: readonly LevelHistograms[];
  /** `null` where there are no segments. */
  readonly pictures: SegmentPictures | null;
}

export interface LevelHistograms {
  readonly category: string;
  readonly column: string;
  /** By level of the category: counts in the bins of the column's own histogram. */
  readonly counts: readonly (readonly number[])[];
}

/** The same analysis gives the same data to the last bit. */
export function reportData(analysis: Analysis): ReportData {
  return {
    figures: analysisJson(analysis),
    scaledHistograms: analysis.scaling.map((scaling, column) => scaledHistogram(knownOf(analysis, column), scaling.log)),
    byLevel: analysis.categories.flatMap((category) => analysis.columns.map((_, column) => levelHistograms(analysis, column, category))),
    pictures: analysis.segmentation === null ? null : segmentPictures(analysis, analysis.segmentation),
  };
}

function knownOf({ values, columns, ids }: Analysis, column: number): Float64Array {
  return Float64Array.from(ids, (_, row) => values[row * columns.length + column]).filter((value) => !Number.isNaN(value));
}

function scaledHistogram(known: Float64Array, log: boolean): Histogram {
  const straight = log ? known.map(Math.log1p) : known;
  const { mean, sd } = momentsOf(straight);
  return histogramOf(straight.map((value) => (sd === 0 ? 0 : (value - mean) / sd)).sort());
}

function levelHistograms({ columns, values, summaries }: Analysis, column: number, category: Analysis["categories"][number]): LevelHistograms {
  const { name } = columns[column];
  const { edges } = summaries.find((summary) => summary.name === name)?.histogram ?? { edges: [] };
  const counts = category.levels.map(() => new Array<number>(Math.max(1, edges.length - 1)).fill(0));
  category.values.forEach((level, row) => {
    const value = values[row * columns.length + column];
    if (level >= 0 && !Number.isNaN(value)) counts[level][binOf(value, edges)]++;
  });
  return { category: category.name, column: name, counts };
}
