import type { Points } from "../math/vector.ts";
import { rowCount } from "../math/vector.ts";
import { groupProfiles } from "../segmentation/naming/group-profiles.ts";
import type { Strategy } from "../segmentation/model.ts";
import { nameSegments } from "../segmentation/naming/naming.ts";
import type { NamingTable } from "../segmentation/naming/naming-table.ts";
import { groupSizes } from "../segmentation/clustering/partition.ts";
import type { Partition } from "../segmentation/clustering/partition.ts";
import type { FeatureSpec } from "../segmentation/scaler.ts";

export interface AnalysedSegment {
  readonly id: string;
  readonly name: string;
  /** What makes the name true, e.g. "income +0.99 sd, score +1.24 sd". */
  readonly explanation: string;
  readonly size: number;
  /** Of the customers that are in a segment. */
  readonly share: number;
  /** By column, natural units; `null` where nobody has a value. */
  readonly means: Readonly<Record<string, number | null>>;
  /** Deviation of the mean from that of all customers, in their standard deviations (of log1p where the column is so scaled). */
  readonly zScores: Readonly<Record<string, number | null>>;
  readonly strategy: Strategy;
}

/** A column that segments are described by. */
export interface DescribedColumn extends FeatureSpec {
  /** Whether segments may be named after it. */
  readonly names: boolean;
}

export interface SegmentDescription {
  /** Of the columns of `raw`. */
  readonly columns: readonly DescribedColumn[];
  readonly partition: Partition;
  readonly naming: NamingTable;
}

/** Names, figures and strategies of the groups, in their order. `raw` has the columns, in natural units. */
export function describeSegments(raw: Points, { columns, partition, naming }: SegmentDescription): AnalysedSegment[] {
  const { labels } = partition;
  const k = rowCount(partition.centroids);
  const sizes = groupSizes(labels, k);
  const segmented = sizes.reduce((sum, size) => sum + size, 0);
  const profiles = groupProfiles(raw, columns, { labels, k });
  const telling = new Set(columns.filter(({ names }) => names).map(({ name }) => name));
  const namings = nameSegments(
    naming,
    profiles.map(({ deviations }) => ({ profile: Object.fromEntries(Object.entries(deviations).filter(([name]) => telling.has(name))), memory: null })),
  );
  return namings.map(({ name, explanation, strategy }, at) => ({
    id: `seg-${at + 1}`,
    name,
    explanation,
    size: sizes[at],
    share: segmented === 0 ? 0 : sizes[at] / segmented,
    means: Object.fromEntries(columns.map((column, f) => [column.name, profiles[at].means[f]])),
    zScores: Object.fromEntries(columns.map((column) => [column.name, profiles[at].deviations[column.name] ?? null])),
    strategy,
  }));
}
