import type { Navigation } from "../state/address.ts";
import type { Alert } from "../state/alerts.ts";
import { followInPlace } from "./link.ts";
import { Card } from "./states.tsx";

export function AlertList({ alerts, navigation }: { readonly alerts: readonly Alert[]; readonly navigation: Navigation }) {
  return (
    <Card title="To look at" id="alerts">
      <ul class="alerts" role="status">
        {alerts.length === 0 && <li class="alert alert-none">Nothing needs your attention.</li>}
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
