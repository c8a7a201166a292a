import type { FlowsReply, MovesReply } from "@segue/shared/api/moves";
import { Legend } from "../components/legend.tsx";
import { followInPlace } from "../components/link.ts";
import { SankeyChart } from "../components/sankey-chart.tsx";
import { Card, Known, Nothing } from "../components/states.tsx";
import { Table } from "../components/table.tsx";
import type { Address, Navigation } from "../state/address.ts";
import { useServices } from "../state/services.ts";
import { tonesOf } from "../state/tones.ts";
import { useResource } from "../state/use-resource.ts";
import { CAUSE_WORDS } from "../words/causes.ts";
import { day, moment } from "../words/dates.ts";
import { counted } from "../words/numbers.ts";
import type { ViewProps } from "./view-props.ts";

const PERIODS = [7, 30, 90, 365] as const;
const CAUSES = ["purchase", "sweep", "refit", "profile", "return"] as const;
const EVERY = 5_000;
const ON_MOVES = ["moves"] as const;

/** Who went where, and why. */
export function Movements({ navigation, live }: ViewProps) {
  const { api } = useServices();
  const { days, cause } = navigation.address;
  const flows = useResource({ key: `${days}/${cause ?? ""}`, load: () => api.flows(days, cause), on: ON_MOVES, every: EVERY });
  const moves = useResource({ key: cause ?? "", load: () => api.moves({ cause: cause ?? undefined }), on: ON_MOVES });
  const ids = live.segments?.segments.map(({ id }) => id) ?? [];
  return (
    <>
      <h2 class="view-title">Movements</h2>
      <Filters address={navigation.address} onChange={navigation.adjust} />
      <Card title="Between segments" id="flows" note={flows.data === null ? undefined : `${day(flows.data.from)} to ${day(flows.data.to)}. A customer who moves twice counts twice.`} busy={flows.loading} class="spaced">
        <Known resource={flows} what="moves" tall>
          {(data) => <Flows flows={data} ids={ids} />}
        </Known>
      </Card>
      <Card title="Who moved" id="moves" note="The latest 100" busy={moves.loading}>
        <Known resource={moves} what="moves">
          {(data) => <Moves moves={data} ids={ids} navigation={navigation} />}
        </Known>
      </Card>
    </>
  );
}

function Filters({ address, onChange }: { readonly address: Address; readonly onChange: Navigation["adjust"] }) {
  return (
    <div class="filters">
      <label>
        Period
        <select value={String(address.days)} onChange={(event) => onChange({ days: Number(event.currentTarget.value) })}>
          {[...new Set([...PERIODS, address.days])].sort((a, b) => a - b).map((days) => (
            <option key={days} value={String(days)}>
              Last {days} days
            </option>
          ))}
        </select>
      </label>
      <label>
        Why
        <select value={address.cause ?? ""} onChange={(event) => onChange({ cause: event.currentTarget.value || null })}>
          <option value="">Everything</option>
          {CAUSES.map((cause) => (
            <option key={cause} value={cause}>
              {CAUSE_WORDS[cause].charAt(0).toUpperCase() + CAUSE_WORDS[cause].slice(1)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Flows({ flows, ids }: { readonly flows: FlowsReply; readonly ids: readonly string[] }) {
  const between = flows.items.filter(({ from, to }) => from !== null && to !== null && from !== to);
  const joined = flows.items.filter(({ from }) => from === null).reduce((sum, { moves }) => sum + moves, 0);
  if (between.length === 0) return <Nothing>Nobody has moved between segments in this time. {joined > 0 && `${counted(joined, ["customer has", "customers have"])} come into one for the first time.`}</Nothing>;
  const named = [...new Set([...ids, ...between.flatMap(({ from, to }) => [from ?? "", to ?? ""])])];
  const tones = tonesOf(named);
  const gone = named.filter((id) => !ids.includes(id));
  return (
    <>
      <SankeyChart flows={between} names={flows.names} tones={tones} />
      <p class="card-note">
        {counted(between.reduce((sum, { moves }) => sum + moves, 0), ["move", "moves"])}
        {joined > 0 && `, and ${counted(joined, ["customer", "customers"])} who came into a segment for the first time`}.
      </p>
      {gone.length > 0 && <Legend entries={gone.map((id) => ({ id, name: flows.names[id] ?? id, tone: tones.get(id) ?? 0, value: "gone since" }))} />}
    </>
  );
}

function Moves({ moves: { items, names }, ids, navigation }: { readonly moves: MovesReply; readonly ids: readonly string[]; readonly navigation: Navigation }) {
  if (items.length === 0) return <Nothing>Nobody yet.</Nothing>;
  const tones = tonesOf([...new Set([...ids, ...items.flatMap(({ from, to }) => [from, to].flatMap((id) => id ?? []))])]);
  const segment = (id: string | null) => (id === null ? <span class="muted">none</span> : <span class={`swatch tone-${tones.get(id) ?? 0}`}>{names[id] ?? id}</span>);
  return (
    <Table label="The latest moves, one by one" heads={["Customer", "From", "To", "Why", "When"]}>
      {items.map(({ customerId, from, to, cause, time }) => (
        <tr key={`${customerId} ${time} ${to ?? ""}`}>
          <td>
            <a href={navigation.href({ view: "customer", customer: customerId })} onClick={followInPlace(() => navigation.go({ view: "customer", customer: customerId }))}>
              {customerId}
            </a>
          </td>
          <td>{segment(from)}</td>
          <td>{segment(to)}</td>
          <td class="whole">{CAUSE_WORDS[cause]}</td>
          <td class="muted whole">{moment(time)}</td>
        </tr>
      ))}
    </Table>
  );
}
