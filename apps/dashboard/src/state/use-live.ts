import type { SegmentsReply } from "@segue/shared/api/segments";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { startLive } from "./live.ts";
import type { Connection, Live } from "./live.ts";
import { useServices } from "./services.ts";

export interface LiveView {
  readonly segments: SegmentsReply | null;
  readonly connection: Connection;
  readonly error: Error | null;
  readonly refresh: () => void;
}

/** Segments and totals as they are now. */
export function useLive(): LiveView {
  const { api, feed } = useServices();
  const [segments, setSegments] = useState<SegmentsReply | null>(null);
  const [{ connection, error }, setStatus] = useState<{ connection: Connection; error: Error | null }>({ connection: "connecting", error: null });
  const live = useRef<Live | null>(null);
  useEffect(() => {
    const started = startLive({
      feed,
      load: api.segments,
      onSegments: setSegments,
      onConnection: (now, failure) => setStatus((before) => (before.connection === now && before.error === failure ? before : { connection: now, error: failure })),
    });
    live.current = started;
    return () => started.close();
  }, [api, feed]);
  const refresh = useCallback(() => live.current?.now(), []);
  return { segments, connection, error, refresh };
}
