import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** Something from the server, as far as it is known. What was known stays while it is asked for anew, and while that fails. */
export interface Resource<T> {
  readonly data: T | null;
  readonly error: Error | null;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
}

interface Held<T> {
  readonly key: string;
  readonly data: T | null;
  readonly error: Error | null;
}

export interface ResourceOptions<T> {
  /** What is asked for; another key is another thing. */
  readonly key: string;
  readonly load: () => Promise<T>;
  /** When this changes, it is looked at again, but no sooner than after `every` milliseconds. */
  readonly tick?: unknown;
  readonly every?: number;
}

const SOON = 2_000;

export function useResource<T>({ key, load, tick, every = SOON }: ResourceOptions<T>): Resource<T> {
  const [held, setHeld] = useState<Held<T> | null>(null);
  const wanted = useRef(key);
  const asked = useRef({ key: "", at: 0, busy: false });
  const loader = useRef(load);
  wanted.current = key;
  loader.current = load;

  const reload = useCallback(async (): Promise<void> => {
    asked.current = { key, at: performance.now(), busy: true };
    const answer = await loader.current().then(
      (data): Held<T> => ({ key, data, error: null }),
      (error: unknown): Held<T> => ({ key, data: null, error: error instanceof Error ? error : new Error(String(error)) }),
    );
    if (wanted.current !== key) return;
    asked.current.busy = false;
    setHeld((before) => (answer.error !== null && before?.key === key ? { ...before, error: answer.error } : answer));
  }, [key]);

  useEffect(() => {
    const { key: last, at, busy } = asked.current;
    const wait = last === key ? every - (performance.now() - at) : 0;
    if (last === key && busy) return;
    const timer = setTimeout(() => void reload(), Math.max(0, wait));
    return () => clearTimeout(timer);
  }, [reload, key, tick, every]);

  const mine = held?.key === key ? held : null;
  return { data: mine?.data ?? null, error: mine?.error ?? null, loading: mine === null, reload };
}
