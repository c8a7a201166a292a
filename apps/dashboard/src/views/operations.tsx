import { DeadLetters } from "../components/dead-letters.tsx";
import { Models } from "../components/models.tsx";
import { Processes } from "../components/processes.tsx";
import { Card, Known, Nothing } from "../components/states.tsx";
import { useStatus } from "../state/use-status.ts";
import { clockTime, day } from "../words/dates.ts";
import type { StatusReply } from "@segue/shared/api/status";
import type { ViewProps } from "./view-props.ts";

const EVERY = 3_000;

/** For those who keep it running: how far every reader is, what was refused, and which model serves. */
export function Operations({ live }: ViewProps) {
  const status = useStatus(EVERY);
  return (
    <>
      <h2 class="view-title">Operations</h2>
      <Known resource={status} what="status" tall>
        {(services) => <Processes services={services} />}
      </Known>
      <Models live={live} />
      <DeadLetters />
      <Card title="Recent warnings and errors" id="troubles" note="Since the start of each process, at most 50">
        <Known resource={status} what="warnings">
          {(services) => <Troubles services={services} />}
        </Known>
      </Card>
    </>
  );
}

function Troubles({ services }: { readonly services: readonly StatusReply[] }) {
  const all = services.flatMap(({ service, troubles }) => troubles.map((trouble) => ({ service, ...trouble }))).sort((a, b) => b.time.localeCompare(a.time));
  if (all.length === 0) return <Nothing>None: the log has had nothing to complain about.</Nothing>;
  return (
    <ul class="rows">
      {all.map(({ service, time, level, message }, at) => (
        <li key={`${time} ${at}`}>
          <span class={level === "warn" ? "badge badge-warn" : "badge badge-bad"}>{level}</span>
          <span class="trouble">{message}</span>
          <time class="muted row-end" dateTime={time} title={day(time)}>
            {service} · {clockTime(Date.parse(time))}
          </time>
        </li>
      ))}
    </ul>
  );
}
