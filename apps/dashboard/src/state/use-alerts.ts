import type { StatusReply } from "@segue/shared/api/status";
import { useEffect, useMemo, useState } from "preact/hooks";
import { alertsOf } from "./alerts.ts";
import type { Alert, Condition } from "./alerts.ts";
import { statusOfAll } from "./status.ts";
import { useServices } from "./services.ts";
import type { LiveView } from "./use-live.ts";

/** Between two looks, in milliseconds: nothing of this changes from one moment to the next. */
const EVERY = 10_000;

type Looked = Omit<Condition, "segmentNames">;

/** What needs somebody's eyes. What cannot be had now is left out: the banner tells of a server that is away. */
export function useAlerts({ segments, connection }: LiveView): readonly Alert[] {
  const { api } = useServices();
  const [looked, setLooked] = useState<Looked>({ drift: null, models: null, deadLetters: null, status: [] });
  const away = connection === "offline" || connection === "connecting";
  useEffect(() => {
    if (away) return;
    let gone = false;
    const look = async (): Promise<void> => {
      if (document.hidden) return;
      const [drift, models, deadLetters, status] = await Promise.all([orNothing(api.drift()), orNothing(api.models()), orNothing(api.deadLetters(1)), orNothing(statusOfAll(api))]);
      if (!gone) setLooked({ drift, models, deadLetters, status: status ?? ([] as StatusReply[]) });
    };
    void look();
    const timer = setInterval(() => void look(), EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [api, away]);
  return useMemo(() => {
    const names = new Map((segments?.segments ?? []).map(({ id, name }) => [id, name]));
    return alertsOf({ ...looked, segmentNames: names });
  }, [looked, segments]);
}

const orNothing = <T,>(answer: Promise<T>): Promise<T | null> => answer.catch(() => null);
