import { useMemo } from "preact/hooks";
import { alertsOf } from "./alerts.ts";
import type { Alert } from "./alerts.ts";
import { useServices } from "./services.ts";
import type { LiveView } from "./use-live.ts";
import { useResource } from "./use-resource.ts";
import { useStatus } from "./use-status.ts";

/** Between two looks at how the processes are, in milliseconds. */
const STATUS_EVERY = 10_000;

/** What needs somebody's eyes. What cannot be had now is left out: the banner tells of a server that is away. */
export function useAlerts({ segments }: LiveView): readonly Alert[] {
  const { api } = useServices();
  const { data: drift } = useResource({ key: "drift", load: api.drift, takes: { drift: (told) => told } });
  const { data: models } = useResource({ key: "models", load: api.models, takes: { models: (told) => told } });
  const { data: deadLetters } = useResource({ key: "letters", load: () => api.deadLetters(1), on: ["dead-letters"] });
  const { data: status } = useStatus(STATUS_EVERY);
  return useMemo(() => {
    const names = new Map((segments?.segments ?? []).map(({ id, name }) => [id, name]));
    return alertsOf({ drift, models, deadLetters, status: status ?? [], segmentNames: names });
  }, [drift, models, deadLetters, status, segments]);
}
