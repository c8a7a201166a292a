import type { SegmentsReply } from "@segue/shared/api/segments";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { QualityReply } from "../api.ts";
import { startLive } from "./live.ts";
import type { Connection, Live } from "./live.ts";
import { useServices } from "./services.ts";

export interface LiveView {
  readonly segments: SegmentsReply | null;
  readonly quality: QualityReply | null;
  readonly connection: Connection;
  readonly error: Error | null;
  readonly refresh: () => void;
}

/** Quality is a mean over a thousand baskets: it moves slowly, so it is asked for less often, in milliseconds. */
const QUALITY_EVERY = 5_000;

/** Segments, totals and quality as they are now. */
export function useLive(): LiveView {
  const { api } = useServices();
  const [segments, setSegments] = useState<SegmentsReply | null>(null);
  const [quality, setQuality] = useState<QualityReply | null>(null);
  const [{ connection, error }, setStatus] = useState<{ connection: Connection; error: Error | null }>({ connection: "connecting", error: null });
  const live = useRef<Live | null>(null);
  useEffect(() => {
    let qualityAt = -QUALITY_EVERY;
    const refreshQuality = async (): Promise<void> => {
      if (performance.now() - qualityAt < QUALITY_EVERY) return;
      setQuality(await api.quality());
      qualityAt = performance.now();
    };
    const refresh = async (): Promise<void> => {
      setSegments(await api.segments());
      await refreshQuality();
    };
    const started = startLive({ url: "/v1/stream", refresh, onConnection: (now, failure) => setStatus({ connection: now, error: failure }) });
    live.current = started;
    return () => started.close();
  }, [api]);
  const refresh = useCallback(() => live.current?.now(), []);
  return { segments, quality, connection, error, refresh };
}
