import type { DriftReply, HistoryReply, ModelsReply } from "../api.ts";
import { DriftAlarms } from "../components/drift-alarms.tsx";
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
  const models = useResource({ key: "models", load: api.models, takes: { models: (told) => told } });
  // Alarms speak of segments that are gone, too.
  const names = new Map([...Object.entries(history.data?.names ?? {}), ...(live.segments?.segments ?? []).map(({ id, name }) => [id, name] as const)]);
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
        {(data) => <Metrics drift={data} history={history.data} models={models.data} names={names} />}
      </Known>
    </>
  );
}

interface MetricsProps {
  readonly drift: DriftReply;
  readonly history: HistoryReply | null;
  readonly models: ModelsReply | null;
  readonly names: ReadonlyMap<string, string>;
}

function Metrics({ drift, history, models, names }: MetricsProps) {
  const metrics = [...new Set(drift.items.map(({ metric }) => metric))];
  if (metrics.length === 0) return <Nothing>There is no model yet, and so nothing to drift from.</Nothing>;
  return (
    <>
      <DriftAlarms drift={drift} models={models} names={names} />
      <div class="columns">
        {metrics.map((metric) => (
          <DriftMetric key={metric} metric={metric} items={drift.items.filter((item) => item.metric === metric)} history={history} names={names} />
        ))}
      </div>
    </>
  );
}
