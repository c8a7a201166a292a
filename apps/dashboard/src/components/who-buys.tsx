import type { SalesReply } from "@segue/shared/api/sales";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { useServices } from "../state/services.ts";
import { tonesOf } from "../state/tones.ts";
import { useResource } from "../state/use-resource.ts";
import { percent, times } from "../words/numbers.ts";
import { Bar } from "./bar.tsx";
import { Card, Known, Nothing } from "./states.tsx";

interface WhoBuysProps {
  readonly productId: string;
  readonly segments: SegmentsReply | null;
}

const EVERY = 5_000;

/** Which segments buy a product more often than everybody does. */
export function WhoBuys({ productId, segments }: WhoBuysProps) {
  const { api } = useServices();
  const sales = useResource({ key: productId, load: () => api.sales(productId), on: ["segments"], every: EVERY });
  const tones = tonesOf(segments?.segments.map(({ id }) => id) ?? []);
  return (
    <Card title="Who buys it" id="buyers" note="Customers who have ever bought it, against everybody: 1× is the same, 2× twice as many" busy={sales.loading}>
      <Known resource={sales} what="segments">
        {({ segments: lifts }) => (lifts.length === 0 ? <Nothing>There are no segments yet.</Nothing> : <Lifts lifts={lifts} tones={tones} />)}
      </Known>
    </Card>
  );
}

function Lifts({ lifts, tones }: { readonly lifts: SalesReply["segments"]; readonly tones: ReadonlyMap<string, number> }) {
  const most = Math.max(1, ...lifts.map(({ lift }) => lift));
  return (
    <ul class="lifts">
      {lifts.map(({ id, name, share, lift }) => (
        <li key={id} class={`tone-${tones.get(id) ?? 0}`}>
          <span class="swatch">{name}</span>
          <strong>{lift === 0 ? "–" : times(lift)}</strong>
          <Bar share={lift / most} kind="tone" />
          <span class="muted">{percent(share)} of the segment</span>
        </li>
      ))}
    </ul>
  );
}
