import type { SegmentsReply } from "@segue/shared/api/segments";
import type { Navigation } from "../state/address.ts";
import { populationMeans, trendOf } from "../state/population.ts";
import { useServices } from "../state/services.ts";
import { tonesOf } from "../state/tones.ts";
import { useResource } from "../state/use-resource.ts";
import { Plan } from "./plan.tsx";
import { SegmentCard } from "./segment-card.tsx";
import { Composition } from "./segment-list.tsx";

interface SegmentCardsProps {
  readonly reply: SegmentsReply;
  readonly navigation: Navigation;
  readonly onRenamed: () => void;
}

const HISTORY_EVERY = 10_000;

/** All segments to scale, and a card for each. Tastes have one plan for all: it stands above the cards. */
export function SegmentCards({ reply, navigation, onRenamed }: SegmentCardsProps) {
  const { api } = useServices();
  const { segmentation, segments, totals } = reply;
  const history = useResource({ key: segmentation, load: () => api.history(segmentation), on: ["history"], every: HISTORY_EVERY });
  const tones = tonesOf(segments.map(({ id }) => id));
  const population = populationMeans(segments);
  const [first] = segments;
  return (
    <>
      <Composition reply={reply} tones={tones} />
      {segmentation === "taste" && first !== undefined && (
        <div class="card spaced">
          <Plan segment={first} />
        </div>
      )}
      <ol class="segment-cards">
        {segments.map((segment) => (
          <SegmentCard
            key={segment.id}
            segmentation={segmentation}
            segment={segment}
            tone={tones.get(segment.id) ?? 0}
            population={population}
            currency={totals.currency}
            trend={trendOf(history.data, segment.id)}
            navigation={navigation}
            onRenamed={onRenamed}
          />
        ))}
      </ol>
    </>
  );
}
