import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { createPace } from "./pace.ts";
import type { Pace } from "./pace.ts";
import { useServices } from "./services.ts";

export interface SegmentCustomersView {
  readonly ids: readonly string[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly more: () => void;
}

interface Held {
  readonly ids: readonly string[];
  readonly cursor: string | null;
}

const PAGE = 60;
/** Between two looks at the list while its segment grows and shrinks, in milliseconds. */
const EVERY = 3_000;

/** The first customers of a segment, and more on demand; looked at again when its size changes. */
export function useSegmentCustomers(segmentId: string, size: number): SegmentCustomersView {
  const { api } = useServices();
  const [held, setHeld] = useState<Held>({ ids: [], cursor: null });
  const [isLoading, setLoading] = useState(true);
  const [error, setError] = useState<Error | null>(null);
  const shown = useRef(PAGE);
  const pace = useRef<Pace | null>(null);
  const busy = useRef(false);

  const load = useCallback(
    async (limit: number, before: Held | null): Promise<void> => {
      // A page and a look at the whole would overtake each other.
      if (busy.current) return;
      busy.current = true;
      setLoading(true);
      try {
        const { items, cursor } = await api.segmentCustomers(segmentId, { limit, cursor: before?.cursor ?? undefined });
        const ids = [...(before?.ids ?? []), ...items.map((item) => item.customerId)];
        shown.current = Math.max(PAGE, ids.length);
        setHeld({ ids, cursor });
        setError(null);
      } catch (failure) {
        setError(failure instanceof Error ? failure : new Error(String(failure)));
      }
      busy.current = false;
      setLoading(false);
    },
    [api, segmentId],
  );

  useEffect(() => {
    const paced = createPace(() => load(shown.current, null), EVERY);
    pace.current = paced;
    return () => paced.stop();
  }, [load]);
  useEffect(() => pace.current?.ask(), [load, size]);

  const more = (): void => void load(PAGE, held);
  return { ids: held.ids, hasMore: held.cursor !== null, isLoading, error, more };
}
