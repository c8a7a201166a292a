import { parse } from "csv-parse/sync";
import type { AnalysedSegment } from "@segue/shared/analysis/segments";
import { SELECTION_DATES, SELECTION_IDS } from "@segue/shared/api/moves";
import type { SegmentReply } from "@segue/shared/api/segments";
import { featureNamed } from "@segue/shared/customers/features";
import { AppError } from "@segue/shared/errors";
import { groupProfiles } from "@segue/shared/segmentation/naming/group-profiles";
import type { GroupProfile } from "@segue/shared/segmentation/naming/group-profiles";
import { groupSizes } from "@segue/shared/segmentation/clustering/partition";
import type { FeatureSpec } from "@segue/shared/segmentation/scaler";
import type { SegmentedCustomers } from "../report/segment-tables.ts";
import type { SystemReading } from "./read-system.ts";

/**
 * What a running system has said, as the tables of a report want it. Sizes, means and deviations are those of the customers that were
 * read, so that the tables agree with each other although the stream goes on between two requests.
 * @throws AppError `request_failed` for what is not the map's CSV, `segments_changed` where a refit came in between
 */
export function segmentedCustomers({ segments, customers, lists }: SystemReading): SegmentedCustomers {
  const [header = [], ...rows] = parse(customers);
  const ends = { first: SELECTION_IDS.length, last: header.length - SELECTION_DATES.length };
  if (header.slice(0, ends.first).join() !== SELECTION_IDS.join() || header.slice(ends.last).join() !== SELECTION_DATES.join()) throw new AppError("request_failed", "what answers is not Segue, or another version of it: it has no list of all customers");
  const columns = header.slice(ends.first, ends.last).map((name): FeatureSpec => ({ name, log: featureNamed(name)?.log ?? false }));
  const values = Float64Array.from(rows.flatMap((row) => row.slice(ends.first, ends.last).map((text) => (text === "" ? Number.NaN : Number(text)))));
  const numbers = new Map(segments.segments.map(({ id }, at) => [id, at]));
  const labels = Int32Array.from(rows, ([, segment = ""]) => numbers.get(segment) ?? -1);
  if (labels.includes(-1)) throw new AppError("segments_changed", "the segments were fitted anew while they were read; run the command again");
  const k = numbers.size;
  const sizes = groupSizes(labels, k);
  const profiles = groupProfiles({ values, dims: columns.length }, columns, { labels, k });
  const described = segments.segments.flatMap((segment, at) => {
    const profile = profiles[at];
    return profile === undefined ? [] : [describe(segment, { profile, columns, size: sizes[at] ?? 0, customers: rows.length })];
  });
  return { ids: rows.map(([id = ""]) => id), columns, values, categories: [], dates: datesOf(rows, ends.last), labels, segments: described, lists };
}

const datesOf = (rows: readonly (readonly string[])[], first: number): SegmentedCustomers["dates"] =>
  SELECTION_DATES.map((name, at) => ({ name, values: Float64Array.from(rows, (row) => Date.parse(row[first + at] ?? "")) }));

interface Counted {
  readonly profile: GroupProfile;
  readonly columns: readonly FeatureSpec[];
  readonly size: number;
  readonly customers: number;
}

function describe({ id, name, explanation, strategy: summary, channel, offer, goal }: SegmentReply, { profile, columns, size, customers }: Counted): AnalysedSegment {
  return {
    id,
    name,
    explanation,
    size,
    share: customers === 0 ? 0 : size / customers,
    means: Object.fromEntries(columns.map((column, at) => [column.name, profile.means[at] ?? null])),
    zScores: Object.fromEntries(columns.map((column) => [column.name, profile.deviations[column.name] ?? null])),
    strategy: { summary, channel, offer, goal },
  };
}
