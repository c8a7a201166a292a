import type { DriftReply, HistoryReply } from "../api.ts";
import { DriftMetric } from "../components/drift-metric.tsx";
import { followInPlace } from "../components/link.ts";
import { Known, Nothing } from "../components/states.tsx";
import { useServices } from "../state/services.ts";
import { useResource } from "../state/use-resource.ts";
import type { ViewProps } from "./view-props.ts";

const EVERY = 5_000;

/** How far the live segments are from their last fit, by every measure, and what to do. */
export function Drift({ navigation, live }: ViewProps) {
  const { api } = useServices();
  const drift = useResource({ key: "drift", load: api.drift, takes: { drift: (told) => told } });
  const history = useResource({ key: "history", load: api.history, on: ["history"], every: EVERY });
  const names = new Map((live.segments?.segments ?? []).map(({ id, name }) => [id, name]));
  const operations = { view: "operations" } as const;
  return (
    <>
      <div class="section-head">
        <h2 class="view-title">Drift</h2>
        <p class="muted">
          How far customers have moved away from the model since it was fitted. A model that waits, and a fit on demand, are under{" "}
          <a href={navigation.href(operations)} onClick={followInPlace(() => navigation.go(operations))}>
            Operations
          </a>
          .
        </p>
      </div>
      <Known resource={drift} what="drift" tall>
        {(data) => <Metrics drift={data} history={history.data} names={names} />}
      </Known>
    </>
  );
}

interface MetricsProps {
  readonly drift: DriftReply;
  readonly history: HistoryReply | null;
  readonly names: ReadonlyMap<string, string>;
}

function Metrics({ drift, history, names }: MetricsProps) {
  const metrics = [...new Set(drift.items.map(({ metric }) => metric))];
  if (metrics.length === 0) return <Nothing>There is no model yet, and so nothing to drift from.</Nothing>;
  return (
    <div class="columns">
      {metrics.map((metric) => (
        <DriftMetric key={metric} metric={metric} items={drift.items.filter((item) => item.metric === metric)} history={history} names={names} />
      ))}
    </div>
  );
}
