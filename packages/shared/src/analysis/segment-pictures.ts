import { sampleIndices, seededRandom } from "../math/random.ts";
import type { Points } from "../math/vector.ts";
import { silhouetteOfRows } from "../segmentation/quality/silhouette.ts";
import type { Analysis, Plane, Segmentation } from "./analysis.ts";
import type { Branch } from "./branches.ts";
import { topBranches } from "./branches.ts";
import { quantile } from "./moments.ts";

/** What pictures of segments are drawn from. */
export interface SegmentPictures {
  /** Customers: all of them, or a sample where there are many. */
  readonly rows: readonly PictureRow[];
  /** By column and segment. */
  readonly boxes: readonly { readonly column: string; readonly bySegment: readonly (Box | null)[] }[];
  /** Customers by segment and by cluster of Ward's hierarchy, both largest first. */
  readonly agreement: readonly (readonly number[])[];
  /** The last merges of Ward's hierarchy. */
  readonly tree: Branch;
  /** What the two components of `rows` are made of. */
  readonly plane: Pick<Plane, "features" | "pca">;
}

export interface PictureRow {
  readonly id: string;
  /** By column, natural units; `null` where not known. */
  readonly values: readonly (number | null)[];
  readonly segment: number;
  /** Index of their word in the first category; -1 for none. */
  readonly level: number;
  /** Scores on the first two principal components. */
  readonly pca: readonly [number, number];
  readonly silhouette: number;
}

/** The 5th percentile, the quartiles and the 95th percentile. */
export type Box = readonly [number, number, number, number, number];

/** More points than this nobody can tell apart. */
const DRAWN = 2000;
/** Above this silhouettes are those among the drawn rows: all pairs of a large file would take minutes. */
const EXACT_UP_TO = 5000;
const BRANCHES = 40;

export function segmentPictures(analysis: Analysis, segmentation: Segmentation): SegmentPictures {
  const { labels } = segmentation.clustering.partition;
  const k = segmentation.segments.length;
  const wardLabels = segmentation.clustering.wardLabels;
  const agreement = Array.from({ length: k }, () => new Array<number>(k).fill(0));
  labels.forEach((label, row) => label >= 0 && wardLabels[row] >= 0 && agreement[label][wardLabels[row]]++);
  return {
    rows: drawnRows(analysis, segmentation),
    boxes: analysis.columns.map(({ name }, column) => ({ column: name, bySegment: segmentation.segments.map((_, segment) => boxOf(analysis, labels, { column, segment })) })),
    agreement,
    tree: topBranches(segmentation.clustering.hierarchy, BRANCHES),
    plane: { features: segmentation.plane.features, pca: segmentation.plane.pca },
  };
}

function drawnRows({ ids, columns, values, categories, parameters, features }: Analysis, { clustering, scaled, plane }: Segmentation): PictureRow[] {
  const { labels } = clustering.partition;
  const all = Int32Array.from(labels.keys()).filter((row) => labels[row] >= 0);
  const rows = all.length <= DRAWN ? all : sampleIndices(all.length, DRAWN, seededRandom(parameters.seed)).map((at) => all[at]).sort();
  const silhouettes = silhouettesOf({ values: scaled, dims: features.length }, rows, { labels, k: clustering.figures.k.chosen });
  return Array.from(rows, (row, at) => ({
    id: ids[row],
    values: columns.map((_, column) => orNull(values[row * columns.length + column])),
    segment: labels[row],
    level: categories[0]?.values[row] ?? -1,
    pca: [short(scoreOf(plane, row, 0)), short(scoreOf(plane, row, 1))],
    silhouette: short(silhouettes[at]),
  }));
}

function scoreOf({ features, pca, scaled }: Plane, row: number, axis: 0 | 1): number {
  return features.reduce((sum, _, f) => sum + (scaled[row * features.length + f] || 0) * (pca.loadings[axis]?.[f] ?? 0), 0);
}

function silhouettesOf(points: Points, rows: Int32Array, { labels, k }: { readonly labels: Int32Array; readonly k: number }): Float64Array {
  if (labels.length <= EXACT_UP_TO) {
    const all = silhouetteOfRows(points, { labels, k });
    return Float64Array.from(rows, (row) => all[row]);
  }
  const values = new Float64Array(rows.length * points.dims);
  rows.forEach((row, at) => values.set(points.values.subarray(row * points.dims, (row + 1) * points.dims), at * points.dims));
  return silhouetteOfRows({ values, dims: points.dims }, { labels: rows.map((row) => labels[row]), k });
}

function boxOf({ columns, values }: Analysis, labels: Int32Array, { column, segment }: { readonly column: number; readonly segment: number }): Box | null {
  const known = Float64Array.from(labels, (label, row) => (label === segment ? values[row * columns.length + column] : Number.NaN)).filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0) return null;
  const at = (share: number): number => short(quantile(known, share));
  return [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)];
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : short(value));

/** Six digits are finer than a pixel. */
const short = (value: number): number => Number(value.toPrecision(6));
