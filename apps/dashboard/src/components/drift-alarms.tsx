import type { DriftReply, ModelsReply } from "../api.ts";
import { outcomeOf } from "../state/alarm-outcome.ts";
import type { Alarm, AlarmOutcome } from "../state/alarm-outcome.ts";
import { moment } from "../words/dates.ts";
import { driftSubject, driftWords } from "../words/drift.ts";
import { Card, Nothing } from "./states.tsx";
import { Table } from "./table.tsx";

interface DriftAlarmsProps {
  readonly drift: DriftReply;
  /** `null` while they are not known: what came of an alarm is not told then. */
  readonly models: ModelsReply | null;
  readonly names: ReadonlyMap<string, string>;
}

const SHOWN = 12;

/** The latest alarms at the moment they came on: once a fit has answered one, no measure tells of it any more. */
export function DriftAlarms({ drift, models, names }: DriftAlarmsProps) {
  const { alarms } = drift;
  return (
    <Card title="Alarms" id="alarms" note="When a measure stayed past a limit for as many days on end as it takes, and what came of it; the latest first" class="spaced">
      {alarms.length === 0 ? (
        <Nothing>No alarm so far. A single day past a limit is none yet.</Nothing>
      ) : (
        <Table label="Alarms of drift, newest first" heads={["When", "Measure", "Value", "Level", "What came of it"]}>
          {[...alarms].reverse().slice(0, SHOWN).map((alarm) => (
            <Row key={[alarm.time, alarm.metric, alarm.segment, alarm.feature].join()} alarm={alarm} outcome={models === null ? null : outcomeOf(alarm, { items: drift.items, models: models.items })} names={names} />
          ))}
        </Table>
      )}
    </Card>
  );
}

interface RowProps {
  readonly alarm: Alarm;
  readonly outcome: AlarmOutcome | null;
  readonly names: ReadonlyMap<string, string>;
}

function Row({ alarm, outcome, names }: RowProps) {
  const { label, format } = driftWords(alarm.metric);
  const subject = driftSubject(alarm, names);
  return (
    <tr>
      <td class="whole">{moment(alarm.time)}</td>
      <td>
        {label}
        {subject !== null && <span class="muted"> · {subject}</span>}
      </td>
      <td>{format(alarm.value)}</td>
      <td>
        <span class={alarm.level === "act" ? "badge badge-bad" : "badge badge-warn"}>{alarm.level === "act" ? "past its limit" : "worth a look"}</span>
      </td>
      <td>{outcome === null ? "–" : outcomeWords(outcome)}</td>
    </tr>
  );
}

const STATUS_WORDS: Readonly<Record<ModelsReply["items"][number]["status"], string>> = { adopted: "and serves", candidate: "and waits to be decided on", rejected: "and was rejected", replaced: "and has been replaced since" };

function outcomeWords(outcome: AlarmOutcome): string {
  if (outcome.kind === "fitted") return `${outcome.model.version} was fitted ${STATUS_WORDS[outcome.model.status]}`;
  return outcome.kind === "on" ? "still on" : "over";
}
