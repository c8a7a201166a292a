import type { Navigation } from "../state/address.ts";
import type { Alert } from "../state/alerts.ts";
import { counted } from "../words/numbers.ts";
import { followInPlace } from "./link.ts";
import { Card } from "./states.tsx";

export function AlertList({ alerts, navigation }: { readonly alerts: readonly Alert[]; readonly navigation: Navigation }) {
  return (
    <Card title="To look at" id="alerts">
      <p class="alert-none" role="status">
        {alerts.length === 0 ? "Nothing needs your attention." : <span class="visually-hidden">{counted(alerts.length, ["thing needs", "things need"])} your attention.</span>}
      </p>
      <ul class="alerts">
        {alerts.map(({ id, level, text, view }) => (
          <li key={id} class={`alert alert-${level}`}>
            <a href={navigation.href({ view })} onClick={followInPlace(() => navigation.go({ view }))}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
