import type { PathReply } from "@segue/shared/api/moves";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { useServices } from "../state/services.ts";
import { tonesOf } from "../state/tones.ts";
import { useResource } from "../state/use-resource.ts";
import { CAUSE_WORDS } from "../words/causes.ts";
import { day, moment } from "../words/dates.ts";
import { Card, Known, Nothing } from "./states.tsx";

interface CustomerPathProps {
  readonly customerId: string;
  readonly segments: SegmentsReply | null;
  /** Another one when the customer may have moved. */
  readonly tick: unknown;
}

/** Which segments a customer has been in, and what moved them. */
export function CustomerPath({ customerId, segments, tick }: CustomerPathProps) {
  const { api } = useServices();
  const path = useResource({ key: customerId, load: () => api.customerPath(customerId), tick, every: 1_000 });
  return (
    <Card title="Path through the segments" id="path" busy={path.loading} class="path-card">
      <Known resource={path} what="path">
        {(data) => <Steps path={data} segments={segments} />}
      </Known>
    </Card>
  );
}

function Steps({ path: { items, names }, segments }: { readonly path: PathReply; readonly segments: SegmentsReply | null }) {
  if (items.length === 0) return <Nothing>No move is known yet.</Nothing>;
  const current = segments?.segments ?? [];
  const tones = tonesOf([...new Set([...current.map(({ id }) => id), ...items.map(({ segment }) => segment)])]);
  const nameOf = (id: string): string => current.find((segment) => segment.id === id)?.name ?? names[id] ?? id;
  return (
    <ol class="path">
      {items.map(({ segment, cause, time }) => (
        <li key={time + segment} class={`tone-${tones.get(segment) ?? 0}`}>
          <span class="path-name">{nameOf(segment)}</span>
          <time class="muted" dateTime={time} title={moment(time)}>
            {day(time)} · {CAUSE_WORDS[cause]}
          </time>
        </li>
      ))}
    </ol>
  );
}
