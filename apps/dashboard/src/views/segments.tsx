import type { SegmentsReply } from "@segue/shared/api/segments";
import { SegmentCard } from "../components/segment-card.tsx";
import { Composition, NoSegments, summaryOf } from "../components/segment-list.tsx";
import { Loading } from "../components/states.tsx";
import { populationMeans, trendOf } from "../state/population.ts";
import { useServices } from "../state/services.ts";
import { tonesOf } from "../state/tones.ts";
import type { Navigation } from "../state/address.ts";
import { useResource } from "../state/use-resource.ts";
import type { ViewProps } from "./view-props.ts";

const HISTORY_EVERY = 10_000;

/** A card for each segment: who they are, what to do with them, what they buy. */
export function Segments({ navigation, live }: ViewProps) {
  const { segments: reply, refresh } = live;
  return (
    <section class="segments segments-full" aria-labelledby="segments-heading" aria-busy={reply === null}>
      <div class="section-head">
        <h2 id="segments-heading" class="view-title">
          Segments
        </h2>
        {reply !== null && <p class="muted">{summaryOf(reply)}</p>}
      </div>
      {reply === null ? <Loading what="segments" tall /> : <Cards reply={reply} navigation={navigation} onRenamed={refresh} />}
    </section>
  );
}

interface CardsProps {
  readonly reply: SegmentsReply;
  readonly navigation: Navigation;
  readonly onRenamed: () => void;
}

function Cards({ reply, navigation, onRenamed }: CardsProps) {
  const { api } = useServices();
  const history = useResource({ key: "history", load: api.history, on: ["history"], every: HISTORY_EVERY });
  if (reply.segments.length === 0) return <NoSegments reply={reply} />;
  const tones = tonesOf(reply.segments.map(({ id }) => id));
  const population = populationMeans(reply.segments);
  return (
    <>
      <Composition reply={reply} tones={tones} />
      <ol class="segment-cards">
        {reply.segments.map((segment) => (
          <SegmentCard
            key={segment.id}
            segment={segment}
            tone={tones.get(segment.id) ?? 0}
            population={population}
            currency={reply.totals.currency}
            trend={trendOf(history.data, segment.id)}
            navigation={navigation}
            onRenamed={onRenamed}
          />
        ))}
      </ol>
    </>
  );
}
