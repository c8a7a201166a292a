import type { Navigation } from "../state/address.ts";
import type { Alert } from "../state/alerts.ts";
import type { LiveView } from "../state/use-live.ts";

/** What every view is given. */
export interface ViewProps {
  readonly navigation: Navigation;
  readonly live: LiveView;
  readonly alerts: readonly Alert[];
}
