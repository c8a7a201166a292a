import { useState } from "preact/hooks";
import type { CustomerSearchReply } from "@segue/shared/api/moves";
import { followInPlace } from "../components/link.ts";
import { Card, Known, Nothing } from "../components/states.tsx";
import type { Navigation } from "../state/address.ts";
import { useServices } from "../state/services.ts";
import { tonesOf } from "../state/tones.ts";
import type { LiveView } from "../state/use-live.ts";
import { useResource } from "../state/use-resource.ts";
import { moment } from "../words/dates.ts";
import { CAUSE_WORDS } from "../words/causes.ts";
import { CustomerPage } from "./customer-page.tsx";
import type { ViewProps } from "./view-props.ts";

/** One customer, or ways to find one. */
export function Customer({ navigation, live }: ViewProps) {
  const { customer } = navigation.address;
  if (customer !== null) return <CustomerPage key={customer} customerId={customer} navigation={navigation} live={live} />;
  return (
    <>
      <h2 class="view-title">Customer</h2>
      <div class="columns">
        <Find navigation={navigation} live={live} />
        <JustMoved navigation={navigation} live={live} />
      </div>
    </>
  );
}

interface PartProps {
  readonly navigation: Navigation;
  readonly live: LiveView;
}

function Find({ navigation, live }: PartProps) {
  const { api } = useServices();
  const [text, setText] = useState("");
  const wanted = text.trim();
  const found = useResource({ key: wanted, load: async (): Promise<CustomerSearchReply> => (wanted === "" ? { items: [], complete: true } : api.searchCustomers(wanted)), every: 0 });
  return (
    <Card title="Find a customer" id="find" note="By their id, or a part of it">
      <input class="wide" type="search" aria-label="Part of a customer id" placeholder="For example 14911" value={text} autocomplete="off" spellcheck={false} maxLength={128} onInput={(event) => setText(event.currentTarget.value)} />
      {wanted !== "" && (
        <Known resource={found} what="customers">
          {({ items, complete }) => <Found items={items} complete={complete} navigation={navigation} live={live} />}
        </Known>
      )}
    </Card>
  );
}

function Found({ items, complete, navigation, live }: CustomerSearchReply & PartProps) {
  const nameOf = segmentNames(live);
  return (
    <div role="status">
      {items.length === 0 && <Nothing>{complete ? "No customer in a segment has such an id." : "Not among the first 200,000 customers: write out the whole id."}</Nothing>}
      <ul class="rows">
        {items.map(({ customerId, segment }) => (
          <li key={customerId}>
            <CustomerLink id={customerId} navigation={navigation} />
            <span class={`swatch tone-${nameOf(segment).tone}`}>{nameOf(segment).name}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const SHOWN = 12;

function JustMoved({ navigation, live }: PartProps) {
  const { api } = useServices();
  const moves = useResource({ key: "moves", load: () => api.moves({}), on: ["moves"] });
  const nameOf = segmentNames(live);
  return (
    <Card title="Just moved" id="moved" note="Customers who have changed their segment, the latest first" busy={moves.loading}>
      <Known resource={moves} what="moves">
        {({ items, names }) => (
          <>
            {items.length === 0 && <Nothing>Nobody has moved yet.</Nothing>}
            <ul class="rows">
              {items.slice(0, SHOWN).map(({ customerId, to, cause, time }) => (
                <li key={`${customerId} ${time}`}>
                  <CustomerLink id={customerId} navigation={navigation} />
                  <span class={to === null ? "swatch" : `swatch tone-${nameOf(to).tone}`}>{to === null ? "left" : (names[to] ?? to)}</span>
                  <span class="muted row-end" title={moment(time)}>
                    {CAUSE_WORDS[cause]}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Known>
    </Card>
  );
}

function CustomerLink({ id, navigation }: { readonly id: string; readonly navigation: Navigation }) {
  const place = { view: "customer", customer: id } as const;
  return (
    <a class="row-name" href={navigation.href(place)} onClick={followInPlace(() => navigation.go(place))}>
      {id}
    </a>
  );
}

function segmentNames({ segments }: LiveView): (id: string) => { readonly name: string; readonly tone: number } {
  const all = segments?.segments ?? [];
  const tones = tonesOf(all.map(({ id }) => id));
  return (id) => ({ name: all.find((segment) => segment.id === id)?.name ?? id, tone: tones.get(id) ?? 0 });
}
