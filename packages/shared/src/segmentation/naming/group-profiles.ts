import type { Points } from "../../math/vector.ts";
import { rowCount } from "../../math/vector.ts";
import type { Profile } from "./best-rule.ts";
import type { Grouping } from "../clustering/partition.ts";
import type { FeatureSpec } from "../scaler.ts";
import { columnMoments } from "../scaler.ts";

/** A mean over fewer of a group's customers than this share says nothing of the group. */
const KNOWN_SHARE = 0.05;

export interface GroupProfile {
  /** Natural units; `null` where no customer of the group has a value. */
  readonly means: readonly (number | null)[];
  /** Deviation from the mean of all customers in sd (log1p where the feature has it); features hardly known are left out. */
  readonly deviations: Profile;
}

/** What the customers of each group are like in every column of `raw`. */
export function groupProfiles(raw: Points, columns: readonly FeatureSpec[], grouping: Grouping): GroupProfile[] {
  const described = columns.map((column, at) => describeColumn(raw, { ...column, at }, grouping));
  return Array.from({ length: grouping.k }, (_, group) => ({
    means: described.map((column) => column.means[group]),
    deviations: Object.fromEntries(
      described.flatMap((column, at) => {
        const deviation = column.deviations[group];
        return deviation === null ? [] : [[columns[at].name, deviation]];
      }),
    ),
  }));
}

interface ColumnDescription {
  readonly means: readonly (number | null)[];
  readonly deviations: readonly (number | null)[];
}

function describeColumn(raw: Points, column: FeatureSpec & { readonly at: number }, grouping: Grouping): ColumnDescription {
  const { mean, sd } = columnMoments(raw, column.at, column.log);
  const sums = new Float64Array(grouping.k);
  const scaledSums = new Float64Array(grouping.k);
  const seen = new Float64Array(grouping.k);
  const sizes = new Float64Array(grouping.k);
  for (let row = 0; row < rowCount(raw); row++) {
    const group = grouping.labels[row];
    if (group < 0) continue;
    sizes[group]++;
    const value = raw.values[row * raw.dims + column.at];
    const g = column.log ? Math.log1p(value) : value;
    if (!Number.isFinite(g)) continue;
    seen[group]++;
    sums[group] += value;
    scaledSums[group] += (g - mean) / sd;
  }
  const groups = Array.from(seen);
  return {
    means: groups.map((n, group) => (n === 0 ? null : sums[group] / n)),
    deviations: groups.map((n, group) => (n === 0 || n < KNOWN_SHARE * sizes[group] ? null : scaledSums[group] / n)),
  };
}
