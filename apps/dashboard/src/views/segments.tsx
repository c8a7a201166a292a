import type { SegmentsReply } from "@segue/shared/api/segments";
import { NoSegments, TastesOff } from "../components/no-segments.tsx";
import { SegmentCards } from "../components/segment-cards.tsx";
import { summaryOf } from "../components/segment-list.tsx";
import { SegmentationSwitch } from "../components/segmentation-switch.tsx";
import { Known, Loading } from "../components/states.tsx";
import type { Navigation } from "../state/address.ts";
import { areTastesOff } from "../state/status.ts";
import { useSegmentation } from "../state/use-segmentation.ts";
import { useStatus } from "../state/use-status.ts";
import type { ViewProps } from "./view-props.ts";

/** A card for each segment, by what customers do or by what they buy: who they are, what to do with them, what they buy. */
export function Segments({ navigation, live }: ViewProps) {
  const { segmentation } = navigation.address;
  const segments = useSegmentation(segmentation, live);
  const { data: reply, reload } = segments;
  const Content = segmentation === "taste" ? Tastes : Cards;
  return (
    <section class="segments segments-full" aria-labelledby="segments-heading" aria-busy={reply === null}>
      <div class="section-head">
        <h2 id="segments-heading" class="view-title">
          Segments
        </h2>
        {reply !== null && <p class="muted">{summaryOf(reply)}</p>}
        <SegmentationSwitch segmentation={segmentation} onSegmentation={(next) => navigation.go({ segmentation: next, segment: null })} />
      </div>
      <Known resource={segments} what="segments" tall>
        {(data) => <Content reply={data} navigation={navigation} onRenamed={() => void reload()} />}
      </Known>
    </section>
  );
}

interface ContentProps {
  readonly reply: SegmentsReply;
  readonly navigation: Navigation;
  readonly onRenamed: () => void;
}

function Cards(props: ContentProps) {
  return props.reply.segments.length === 0 ? <NoSegments reply={props.reply} /> : <SegmentCards {...props} />;
}

const STATUS_EVERY = 10_000;

function Tastes(props: ContentProps) {
  const status = useStatus(STATUS_EVERY);
  // Whether there will be any is known from the processes.
  if (props.reply.segments.length === 0 && status.loading) return <Loading what="tastes" tall />;
  if (areTastesOff(status.data ?? [])) return <TastesOff />;
  return <Cards {...props} />;
}
