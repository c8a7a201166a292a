import type { StatusReply } from "@segue/shared/api/status";
import { duration } from "../words/dates.ts";
import { bytes, count } from "../words/numbers.ts";
import { Card, Nothing } from "./states.tsx";

/** Every process: whether it is ready, its memory, and how far its readers are behind. */
export function Processes({ services }: { readonly services: readonly StatusReply[] }) {
  return (
    <div class={services.length > 1 ? "columns" : "spaced"}>
      {services.map((status) => (
        <Process key={status.service} status={status} />
      ))}
    </div>
  );
}

const NAMES: Readonly<Record<string, string>> = { segue: "All services, in one process" };

function Process({ status }: { readonly status: StatusReply }) {
  const { service, version, memory, checks, startedAt, now } = status;
  const waiting = checks.filter(({ ready }) => !ready);
  return (
    <Card
      title={NAMES[service] ?? service}
      id={`process-${service}`}
      note={`Version ${version}, up for ${duration(Date.parse(now) - Date.parse(startedAt))}`}
      actions={<span class={waiting.length === 0 ? "badge badge-good" : "badge badge-warn"}>{waiting.length === 0 ? "ready" : "not ready"}</span>}
    >
      <dl class="process">
        <div>
          <dt>Memory</dt>
          <dd>{bytes(memory.residentBytes)}</dd>
        </div>
        <div>
          <dt>Heap of the main thread</dt>
          <dd>{bytes(memory.heapBytes)}</dd>
        </div>
        {status.lag.map(({ group, topic, records }) => (
          <div key={`${group} ${topic}`} data-lag={`${group} ${topic}`}>
            <dt>
              {group} in {topic}
            </dt>
            <dd>{records === 0 ? "up to date" : `${count(records)} behind`}</dd>
          </div>
        ))}
      </dl>
      {waiting.length > 0 && (
        <ul class="alerts">
          {waiting.map(({ name, detail }) => (
            <li key={name} class="alert alert-warn">
              {name}: {detail}
            </li>
          ))}
        </ul>
      )}
      {status.lag.length === 0 && <Nothing>No reader has told how far it is yet.</Nothing>}
    </Card>
  );
}
