import type { AnalysisCategory, AnalysisColumn, AnalysisDates } from "./analysis-table.ts";
import type { ClusterFigures, Clustering } from "./cluster-figures.ts";
import type { ColumnSummary } from "./column-summary.ts";
import type { ColumnScaling } from "./scaling.ts";
import type { AnalysedSegment } from "./segments.ts";
import type { SegmentPurchases } from "./segment-purchases.ts";

/** One thing that was done to the rows on their way in. */
export interface CleaningStep {
  readonly step: string;
  /** Rows it touched; steps that touched none are listed with 0. */
  readonly rows: number;
  readonly action: "kept" | "dropped" | "changed";
  /** In plain words. */
  readonly what: string;
}

/** What became of the rows of the file. */
export interface Cleaning {
  readonly read: number;
  readonly kept: number;
  /** Exact repetitions: dropped from a table of customers, kept in a purchase log. */
  readonly duplicates: number;
  /** By field: rows without a value. */
  readonly missing: Readonly<Record<string, number>>;
  readonly steps: readonly CleaningStep[];
}

export interface Source {
  readonly kind: "customers" | "purchases";
  /** The file's name without its folder. */
  readonly file: string;
  /** What the file was taken for, on one line. */
  readonly description: string;
}

/** Words of a column, how many customers have each, and the means of the numeric columns among them. */
export interface CategorySummary {
  readonly name: string;
  readonly label: string;
  readonly levels: readonly { readonly level: string; readonly customers: number; readonly means: Readonly<Record<string, number | null>> }[];
}

export interface Parameters {
  readonly seed: number;
  readonly k: number | null;
  readonly features: readonly string[];
  /** Of purchases: whether money is net of returns; `null` for a table of customers. */
  readonly net: boolean | null;
  readonly version: string;
}

/** The two principal components that customers are shown on: of the features and what is looked at beside them. */
export interface Plane extends Pick<ClusterFigures, "pca"> {
  readonly features: readonly string[];
  /** By row, its features as they are scaled. */
  readonly scaled: Float64Array;
}

/** What customers are segmented into, and the figures behind it. */
export interface Segmentation extends ClusterFigures {
  readonly segments: readonly AnalysedSegment[];
  /** The same figures with further columns among the features, for comparison. */
  readonly beside: (ClusterFigures & { readonly features: readonly string[] }) | null;
  readonly clustering: Clustering;
  readonly plane: Plane;
  /** In the space that was clustered. */
  readonly scaled: Float64Array;
}

/** Everything `segue analyze` found. What --json prints and what a report shows come from here. */
export interface Analysis {
  readonly source: Source;
  readonly parameters: Parameters;
  readonly cleaning: Cleaning;
  /** Customers by row of everything below. */
  readonly ids: readonly string[];
  readonly columns: readonly AnalysisColumn[];
  /** Natural units by row and column, NaN where not known. */
  readonly values: Float64Array;
  readonly categories: readonly AnalysisCategory[];
  readonly dates: readonly AnalysisDates[];
  readonly summaries: readonly ColumnSummary[];
  readonly byCategory: readonly CategorySummary[];
  /** Pearson's r between the columns as they are scaled. */
  readonly correlations: { readonly columns: readonly string[]; readonly r: readonly (readonly (number | null)[])[] };
  /** What customers are clustered on. */
  readonly features: readonly string[];
  /** The features first, then the other columns that describe segments. */
  readonly scaling: readonly ColumnScaling[];
  readonly segmentation: Segmentation | null;
  /** Why there are no segments; `null` where there are. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
  /** Of a purchase log: what each segment buys more than others. */
  readonly purchases: readonly SegmentPurchases[] | null;
}
