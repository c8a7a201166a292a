import type { Points } from "../math/vector.ts";
import { rowCount, rowOf } from "../math/vector.ts";
import type { NamingTable } from "../segmentation/naming/naming-table.ts";
import type { Analysis, Cleaning, Parameters, Segmentation, Source } from "./analysis.ts";
import type { AnalysisTable } from "./analysis-table.ts";
import { columnsNamed } from "./analysis-table.ts";
import { summarizeCategories } from "./category-summary.ts";
import type { ClusterFigures } from "./cluster-figures.ts";
import { clusterFigures } from "./cluster-figures.ts";
import { summarizeColumns } from "./column-summary.ts";
import { correlations } from "./correlations.ts";
import type { KLimits } from "./k-row.ts";
import { limitsFor } from "./k-limits.ts";
import type { Scaling } from "./scaling.ts";
import { scaleColumns } from "./scaling.ts";
import { describeSegments } from "./segments.ts";
import { knownRows, spreadLabels, takeRows } from "./known-rows.ts";

export interface AnalysisInput {
  readonly source: Source;
  readonly cleaning: Cleaning;
  readonly table: AnalysisTable;
  readonly parameters: Parameters;
  /** Columns that join the features for a second look. */
  readonly besides: readonly string[];
  /** Columns that segments may be named after. */
  readonly namedBy: readonly string[];
  /** The rules for names and strategies. */
  readonly naming: NamingTable;
  /** Told the share of the work that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** The whole analysis of a table of customers. The same input gives the same figures to the last bit. */
export function analyse(input: AnalysisInput): Analysis {
  const { table, parameters } = input;
  const summaries = summarizeColumns(table);
  const varies = (name: string): boolean => summaries.some((summary) => summary.name === name && summary.distinct > 1);
  const features = parameters.features.filter(varies);
  const described = [...parameters.features, ...table.columns.map(({ name }) => name).filter((name) => !parameters.features.includes(name))];
  const { columns, values } = columnsNamed(table, described);
  const scaling = scaleColumns(columns, values);
  const found = segmentationOf(input, { features, described: values, scaling });
  return {
    source: input.source,
    parameters,
    cleaning: input.cleaning,
    ids: table.ids,
    columns,
    values: values.values,
    categories: table.categories,
    dates: table.dates ?? [],
    summaries,
    byCategory: summarizeCategories(table),
    correlations: { columns: columns.map(({ name }) => name), r: correlations(scaling.scaled) },
    features,
    scaling: scaling.columns,
    ...found,
    purchases: null,
  };
}

const NO_NUMBERS = { code: "no_numbers", message: "there is no column of numbers that customers can be segmented by; name columns with --map COLUMN=annualIncome,COLUMN=spendingScore" };

interface Prepared {
  /** Those of the features that tell customers apart. */
  readonly features: readonly string[];
  /** All columns, features first, natural units. */
  readonly described: Points;
  readonly scaling: Scaling;
}

function segmentationOf(input: AnalysisInput, prepared: Prepared): Pick<Analysis, "segmentation" | "refusal"> {
  const { features, scaling } = prepared;
  if (input.parameters.features.length === 0) return { segmentation: null, refusal: NO_NUMBERS };
  const points = scaledColumns(scaling, features);
  const rows = knownRows(points);
  const known = takeRows(points, rows);
  const limits = limitsFor(known, { k: input.parameters.k, features: input.parameters.features, customers: input.table.ids.length });
  if ("code" in limits) return { segmentation: null, refusal: limits };
  const { seed } = input.parameters;
  const both = [...features, ...input.besides];
  const parts = input.besides.length === 0 ? 1 : 2;
  const clustering = clusterFigures(known, { limits, seed, onProgress: (share) => input.onProgress?.(share / parts) });
  const { figures } = clustering;
  const partition = { ...clustering.partition, labels: spreadLabels(clustering.partition.labels, rows, rowCount(points)) };
  const specs = scaling.columns.map(({ feature, log }) => ({ name: feature, log, names: input.namedBy.includes(feature) }));
  const besidePoints = scaledColumns(scaling, both);
  const beside = parts === 1 ? null : { ...besideFigures(input, besidePoints, limits), features: both };
  const segmentation: Segmentation = {
    ...figures,
    segments: describeSegments(prepared.described, { columns: specs, partition, naming: input.naming }),
    beside,
    plane: { features: both, pca: (beside ?? figures).pca, scaled: besidePoints.values },
    clustering: { ...clustering, partition, wardLabels: spreadLabels(clustering.wardLabels, rows, rowCount(points)) },
    scaled: points.values,
  };
  return { segmentation, refusal: null };
}

function besideFigures(input: AnalysisInput, points: Points, limits: KLimits): ClusterFigures {
  const known = takeRows(points, knownRows(points));
  return clusterFigures(known, { limits, seed: input.parameters.seed, onProgress: (share) => input.onProgress?.(0.5 + share / 2) }).figures;
}

function scaledColumns({ columns, scaled }: Scaling, names: readonly string[]): Points {
  const places = names.map((name) => columns.findIndex(({ feature }) => feature === name));
  const values = new Float64Array(rowCount(scaled) * places.length);
  for (let row = 0; row < rowCount(scaled); row++) {
    const all = rowOf(scaled, row);
    places.forEach((place, f) => (values[row * places.length + f] = all[place]));
  }
  return { values, dims: places.length };
}
