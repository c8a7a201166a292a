import type { SegmentsReply } from "@segue/shared/api/segments";
import type { Navigation } from "../state/address.ts";
import { tonesOf } from "../state/tones.ts";
import type { LiveView } from "../state/use-live.ts";
import { counted } from "../words/numbers.ts";
import { NoSegments } from "./no-segments.tsx";
import { SegmentRow } from "./segment-row.tsx";

interface SegmentListProps {
  readonly live: LiveView;
  readonly navigation: Navigation;
  /** The segment of the customer on show. */
  readonly mine: string | null;
}

/** The segments beside a customer: names and numbers. */
export function SegmentList({ live: { segments: reply }, navigation, mine }: SegmentListProps) {
  return (
    <section class="segments segments-rail" aria-labelledby="segments-heading" aria-busy={reply === null}>
      <div class="section-head">
        <h2 id="segments-heading">Segments</h2>
        {reply !== null && <p class="muted">{summaryOf(reply)}</p>}
      </div>
      {reply === null ? <Loading /> : <Rows reply={reply} navigation={navigation} mine={mine} />}
    </section>
  );
}

function Rows({ reply, navigation, mine }: Omit<SegmentListProps, "live"> & { readonly reply: SegmentsReply }) {
  if (reply.segments.length === 0) return <NoSegments reply={reply} />;
  const tones = tonesOf(reply.segments.map(({ id }) => id));
  return (
    <>
      <Composition reply={reply} tones={tones} />
      <ol class="segment-rows">
        {reply.segments.map((segment) => (
          <SegmentRow key={segment.id} segment={segment} tone={tones.get(segment.id) ?? 0} navigation={navigation} isMine={segment.id === mine} currency={reply.totals.currency} />
        ))}
      </ol>
    </>
  );
}

export function summaryOf({ segments, totals }: SegmentsReply): string {
  if (segments.length === 0) return "";
  const waiting = totals.unsegmented > 0 ? `, ${counted(totals.unsegmented, ["not placed yet", "not placed yet"])}` : "";
  return `${counted(totals.customers, ["customer", "customers"])} in ${counted(segments.length, ["segment", "segments"])}${waiting}`;
}

/** All segments in one bar, to scale. */
export function Composition({ reply, tones }: { readonly reply: SegmentsReply; readonly tones: ReadonlyMap<string, number> }) {
  return (
    <div class="composition" aria-hidden="true">
      {reply.segments.map(({ id, share }) => (
        <span key={id} class={`tone-${tones.get(id) ?? 0}`} style={{ flexGrow: share }} />
      ))}
    </div>
  );
}

function Loading() {
  return (
    <div class="segment-rows">
      <p class="visually-hidden">Loading the segments</p>
      {[1, 2, 3, 4].map((row) => (
        <div key={row} class="skeleton skeleton-row" />
      ))}
    </div>
  );
}
