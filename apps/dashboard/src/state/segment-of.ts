import type { CustomerReply, SegmentReply, SegmentsReply } from "@segue/shared/api/segments";
import { tonesOf } from "./tones.ts";

/** A customer's segment as it is now, and its colour; without either while they are in none. */
export interface SegmentOfCustomer {
  readonly id: string | null;
  readonly tone: number;
  readonly reply: SegmentReply | null;
}

export function segmentOf(segments: SegmentsReply | null, customer: CustomerReply | null): SegmentOfCustomer {
  if (segments === null || customer === null || customer.segment === null) return { id: null, tone: 0, reply: null };
  const { id } = customer.segment;
  const all = segments.segments;
  return { id, tone: tonesOf(all.map((one) => one.id)).get(id) ?? 0, reply: all.find((one) => one.id === id) ?? null };
}
