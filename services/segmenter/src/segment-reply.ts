import type { SegmentReply, SegmentsReply } from "@segue/shared/api/segments";
import { isTasteDirection } from "@segue/shared/segmentation/segmenter-config";
import type { SegmentSummary, Summary } from "@segue/shared/segmentation/summary";

/** A segment as clients see it. */
export function toSegment(summary: Summary, { segment, size, share, means }: SegmentSummary): SegmentReply {
  const { summary: strategy, channel, offer, goal } = segment.strategy;
  return {
    id: segment.id,
    name: segment.name,
    size,
    share,
    explanation: segment.explanation,
    strategy,
    channel,
    offer,
    goal,
    means: Object.fromEntries(summary.columns.flatMap((column, index) => (isTasteDirection(column) ? [] : [[column, means[index] ?? null]]))),
  };
}

/** The segments, largest first; an empty list before the first model. */
export function toSegments(summary: Summary | null, segmentation: SegmentsReply["segmentation"], now: number): SegmentsReply {
  return {
    segmentation,
    segments: summary === null ? [] : summary.segments.map((segment) => toSegment(summary, segment)).sort((a, b) => b.size - a.size),
    modelVersion: summary?.modelVersion ?? null,
    asOf: new Date(summary === null || summary.now === 0 ? now : summary.now).toISOString(),
    totals: summary?.totals ?? { customers: 0, unsegmented: 0, orders: 0, revenue: 0, currency: null },
  };
}
