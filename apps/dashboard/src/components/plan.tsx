import type { SegmentReply } from "@segue/shared/api/segments";
import { unbroken } from "../words/numbers.ts";

/** What to do with a segment. */
export function Plan({ segment: { strategy, channel, offer, goal } }: { readonly segment: SegmentReply }) {
  return (
    <div class="plan">
      <p class="plan-strategy">{unbroken(strategy)}</p>
      <dl>
        {(
          [
            ["Channel", channel],
            ["Offer", offer],
            ["Goal", goal],
          ] as const
        ).map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{unbroken(text)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
