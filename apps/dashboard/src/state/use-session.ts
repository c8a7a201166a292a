import type { SessionReply } from "@segue/shared/api/session";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Api } from "../api.ts";

export interface SessionView {
  /** `null` while it is not known. */
  readonly session: SessionReply | null;
  readonly signIn: (key: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

const AGAIN = 2_000;

/** Whether a key is needed here, and whose this browser has. */
export function useSession(api: Api): SessionView {
  const [session, setSession] = useState<SessionReply | null>(null);
  useEffect(() => {
    let timer = 0;
    const look = (): void => {
      // A server that is not there yet is asked again.
      api.session().then(setSession, () => (timer = window.setTimeout(look, AGAIN)));
    };
    look();
    return () => clearTimeout(timer);
  }, [api]);
  const signIn = useCallback(async (key: string) => setSession(await api.signIn(key)), [api]);
  const signOut = useCallback(async () => setSession(await api.signOut()), [api]);
  return { session, signIn, signOut };
}
